package io.fanwire.gateway.control;

import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often a subscription may be tested: {@value #BURST} times at once, then one more every six seconds. Owned by the event loop of the
 * gateway; what it remembers is bounded, and forgotten when it says nothing any more.
 */
final class TestPace {
    static final int BURST = 5;
    static final Duration EVERY = Duration.ofSeconds(6);

    private static final int MOST = 10_000;

    /** When each will have all its tests again. */
    private final Map<SubscriptionKey, Instant> full = new LinkedHashMap<>();

    /** Takes one test; or tells how long to wait for the next. */
    Optional<Duration> take(SubscriptionKey subscription, Instant now) {
        full.values().removeIf(time -> !time.isAfter(now));
        Instant from = full.getOrDefault(subscription, now);
        Instant next = from.plus(EVERY);
        Instant latest = now.plus(EVERY.multipliedBy(BURST));
        if (next.isAfter(latest)) {
            return Optional.of(Duration.between(latest, next));
        }
        if (!full.containsKey(subscription) && full.size() >= MOST) {
            return Optional.of(EVERY);
        }
        full.put(subscription, next);
        return Optional.empty();
    }
}
