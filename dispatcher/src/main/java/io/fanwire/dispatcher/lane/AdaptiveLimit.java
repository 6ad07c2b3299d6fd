package io.fanwire.dispatcher.lane;

import java.time.Duration;
import java.time.Instant;

/**
 * How many attempts a callback gets at the same time: more while its answers take as long as usual, fewer when they take longer or
 * fail.
 *
 * <p>The gradient of Netflix concurrency-limits ({@code Gradient2Limit}): the usual time is a slow average; an answer within half as
 * much again is flat, a slower one shrinks the limit by the ratio, at most by half; each answer counts a fifth. A failure takes a tenth.
 * A few milliseconds more are noise of our own.
 *
 * <p>Nothing is added to a callback that does not use what it has, nor while answers that come within moments take twice as long as the
 * fastest of the last half minute and more: then attempts wait for each other, and more of them would only wait (the least time of TCP
 * Vegas; Brakmo and Peterson, 1995). To one that takes its time it does not apply: its answers may well take now twice as long, now half.
 * Owned by its event loop.
 */
final class AdaptiveLimit {
    private static final double START = 16;
    private static final double NOISE_NANOS = Duration.ofMillis(10).toNanos();
    private static final double TOLERANCE = 1.5;
    private static final double SMOOTHING = 0.2;
    private static final double MEMORY = 0.01;
    private static final Duration OF_LATE = Duration.ofSeconds(30);
    private static final double QUEUEING = 2;
    private static final double HARDLY_NANOS = Duration.ofMillis(1).toNanos();
    private static final double MOMENTS_NANOS = Duration.ofMillis(20).toNanos();

    private double limit = START;
    private double usualNanos;
    private double leastNanos = Double.MAX_VALUE;
    private double leastBefore = Double.MAX_VALUE;
    private Instant until = Instant.MIN;

    /** Never more than {@code most}, never less than one. */
    int within(int most) {
        return Math.max(1, Math.min(most, (int) limit));
    }

    /** An answer came, of whatever kind of success. */
    void succeeded(Duration took, int inFlight, int most, Instant now) {
        double nanos = took.toNanos();
        usualNanos = usualNanos == 0 ? nanos : usualNanos + MEMORY * (nanos - usualNanos);
        if (usualNanos > 2 * nanos) {
            usualNanos *= 0.95; // it was slow for a while: do not believe for long that this is usual
        }
        double flat = TOLERANCE * usualNanos + NOISE_NANOS;
        double gradient = nanos <= flat ? 1 : Math.max(0.5, flat / nanos);
        boolean quick = nanos <= QUEUEING * leastOfLate(nanos, now) + HARDLY_NANOS;
        boolean queueing = !quick && nanos < MOMENTS_NANOS && inFlight > 1 && limit >= START;
        if (gradient == 1 && (queueing || inFlight * 2 < limit)) {
            return;
        }
        double target = limit * gradient + Math.sqrt(limit);
        limit = Math.max(1, Math.min(most, (1 - SMOOTHING) * limit + SMOOTHING * target));
    }

    private double leastOfLate(double nanos, Instant now) {
        if (!now.isBefore(until)) {
            until = now.plus(OF_LATE);
            leastBefore = leastNanos;
            leastNanos = nanos;
        }
        leastNanos = Math.min(leastNanos, nanos);
        return Math.min(leastBefore, leastNanos);
    }

    void failed() {
        limit = Math.max(1, limit * 0.9);
    }
}
