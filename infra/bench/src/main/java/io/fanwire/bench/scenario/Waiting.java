package io.fanwire.bench.scenario;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for another process: by looking again, since nobody tells. */
final class Waiting {
    private static final Duration STEP = Duration.ofMillis(25);

    private Waiting() {}

    /** @throws IllegalStateException when it does not come true in time */
    static void until(String what, Duration atMost, BooleanSupplier condition) {
        if (!within(atMost, condition)) {
            throw new IllegalStateException("waited " + atMost.toSeconds() + " s in vain for " + what);
        }
    }

    /** Answers whether it came true in time. */
    static boolean within(Duration atMost, BooleanSupplier condition) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause(STEP);
        }
        return true;
    }

    static void pause(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
