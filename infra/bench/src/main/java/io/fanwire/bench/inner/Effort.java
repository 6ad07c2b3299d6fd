package io.fanwire.bench.inner;

import java.time.Duration;

/**
 * How long each benchmark is run.
 *
 * @param forks JVMs of their own, one after the other; 0: in this one
 * @param warmUps iterations that do not count
 * @param iteration how long each takes
 */
record Effort(int forks, int warmUps, int iterations, Duration iteration) {
    /** Some ten seconds each. */
    static final Effort USUAL = new Effort(1, 3, 5, Duration.ofSeconds(1));

    /** Some two seconds each: enough for the bytes, not for the time. */
    static final Effort QUICK = new Effort(1, 1, 3, Duration.ofMillis(300));
}
