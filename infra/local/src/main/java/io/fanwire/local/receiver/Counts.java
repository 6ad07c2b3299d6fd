package io.fanwire.local.receiver;

import java.time.Duration;

/**
 * What one receiver counted, at one moment.
 *
 * @param requests all that came
 * @param distinct event ids it accepted with a 2xx
 * @param duplicates accepted again after they had been accepted
 * @param retries requests for an event id that had come before and was not accepted
 * @param p50 and {@code p99}: from the time the event carries to its first acceptance
 */
public record Counts(
        long requests,
        long distinct,
        long duplicates,
        long retries,
        long verified,
        long badSignatures,
        Duration p50,
        Duration p99) {}
