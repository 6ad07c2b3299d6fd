package io.fanwire.dispatcher.lane;

import io.fanwire.schemas.Subscription;
import java.time.Duration;
import java.time.Instant;

/**
 * The starts of attempts under a subscription's rate limit: evenly spaced, as a leaky bucket (GCRA), not in bursts at the turn of a
 * second. A start may come {@link #EARLY} before its time, so that timers which ring late do not add up to a lower rate; of 10 per
 * second, no second sees more than 11. Owned by its event loop.
 */
final class Pace {
    static final Duration EARLY = Duration.ofMillis(20);

    private final Subscription.RateLimit limit;
    private final Duration interval;
    private Instant next = Instant.MIN;

    Pace(Subscription.RateLimit limit) {
        this.limit = limit;
        this.interval = Duration.ofNanos(Math.max(1, limit.per().toNanos() / limit.count()));
    }

    Subscription.RateLimit limit() {
        return limit;
    }

    Duration interval() {
        return interval;
    }

    /** The earliest time of the next start. */
    Instant nextStart() {
        return next.equals(Instant.MIN) ? next : next.minus(EARLY);
    }

    void started(Instant now) {
        next = (next.isAfter(now) ? next : now).plus(interval);
    }
}
