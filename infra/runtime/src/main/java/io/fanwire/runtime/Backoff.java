package io.fanwire.runtime;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next try: doubling from first to most, each up to a quarter longer by chance. Owned by one thread. */
public final class Backoff {
    private static final double JITTER = 0.25;

    private final Duration first;
    private final Duration most;
    private final RandomGenerator random;
    private Duration base;

    public Backoff(Duration first, Duration most, RandomGenerator random) {
        if (first.isZero() || first.isNegative() || most.compareTo(first) < 0) {
            throw new IllegalArgumentException("0 < " + first + " <= " + most + " does not hold");
        }
        this.first = first;
        this.most = most;
        this.random = random;
        this.base = first;
    }

    /** 50 ms doubling to 5 s: what every loop that talks to Kafka uses. */
    public static Backoff standard(RandomGenerator random) {
        return new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5), random);
    }

    /** The wait before the next try; longer each time. */
    public Duration next() {
        Duration now = base;
        Duration doubled = base.multipliedBy(2);
        base = doubled.compareTo(most) > 0 ? most : doubled;
        return now.plusNanos((long) (now.toNanos() * JITTER * random.nextDouble()));
    }

    /** A try succeeded: the next wait is the first again. */
    public void reset() {
        base = first;
    }
}
