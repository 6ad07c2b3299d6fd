package io.fanwire.gateway.control;

import io.fanwire.runtime.seal.SecretSealer;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What an installation allows of subscriptions, and what saving one needs.
 *
 * @param leastDelay the shortest delay that has a retry topic
 * @param most that one tenant may have
 */
public record SubscriptionRules(
        CallbackUrls urls,
        Duration leastDelay,
        OfATenant most,
        SecretSealer sealer,
        ExpressionReading reading,
        InstantSource clock) {
    /**
     * What one tenant may have.
     *
     * @param expressions characters of all its filters and transforms together
     */
    public record OfATenant(int subscriptions, long expressions) {}
}
