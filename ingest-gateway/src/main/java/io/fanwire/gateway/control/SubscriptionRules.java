package io.fanwire.gateway.control;

import io.fanwire.runtime.seal.SecretSealer;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What an installation allows of subscriptions, and what saving one needs.
 *
 * @param leastDelay the shortest delay that has a retry topic
 * @param perTenant most subscriptions of one tenant
 */
public record SubscriptionRules(
        CallbackUrls urls, Duration leastDelay, int perTenant, SecretSealer sealer, InstantSource clock) {}
