package io.fanwire.bench.ledger;

import io.fanwire.schemas.Attempt;
import java.time.Instant;

/**
 * A record of the topic of attempts as a {@code read_committed} reader saw it while the run went on.
 *
 * @param seen when it was read: by then its transaction was durable
 */
public record SeenAttempt(Attempt attempt, int partition, long offset, Instant seen) {}
