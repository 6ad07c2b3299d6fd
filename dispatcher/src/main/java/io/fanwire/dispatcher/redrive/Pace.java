package io.fanwire.dispatcher.redrive;

import io.fanwire.schemas.Subscription.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How fast copies may be made: a share of the job's limit, and hardly more at once after a rest. Owned by the worker thread.
 */
final class Pace {
    private static final double REST_MILLIS = 50;

    private final Optional<RateLimit> limit;
    private double credit = 1;
    private Instant counted;

    Pace(Optional<RateLimit> limit, Instant now) {
        this.limit = limit;
        this.counted = now;
    }

    /**
     * Lets time pass.
     *
     * @param sharers partitions that work on the job, never fewer than there are, so that all together stay below the limit
     */
    void pass(Instant now, int sharers) {
        double millis = Math.max(0, Duration.between(counted, now).toMillis());
        counted = now;
        limit.ifPresent(rate -> {
            double perMilli = (double) rate.count() / rate.per().toMillis() / sharers;
            credit = Math.min(credit + millis * perMilli, Math.max(1, REST_MILLIS * perMilli));
        });
    }

    /** Takes the right to make one copy, if there is one. */
    boolean take() {
        if (limit.isPresent() && credit < 1) {
            return false;
        }
        credit -= limit.isPresent() ? 1 : 0;
        return true;
    }
}
