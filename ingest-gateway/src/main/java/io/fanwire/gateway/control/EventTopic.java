package io.fanwire.gateway.control;

import java.time.Duration;
import java.util.Optional;

/**
 * A topic that events are published to.
 *
 * @param name without the installation's prefix
 * @param retention empty: for ever
 */
public record EventTopic(String name, String kafkaTopic, int partitions, Optional<Duration> retention) {}
