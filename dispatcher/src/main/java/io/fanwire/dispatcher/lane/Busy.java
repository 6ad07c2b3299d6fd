package io.fanwire.dispatcher.lane;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Whether an event loop has enough to do for now: it comes late to what it is given, and what waits for callbacks that are fast keeps it
 * busy for a while. More would only find its lane full, go to a retry topic and come back: work that keeps it from sending.
 *
 * <p>Neither alone says so. A loop that is not late has time to send away what waits behind a callback's own limits, so that its
 * neighbours are not held up; what waits for slow callbacks may wait for long, and is no work. The loop's thread tells, the worker's asks.
 */
public final class Busy {
    /** So late a loop comes to a task that has hardly a moment to spare. */
    static final long LATE_NANOS = 2_000_000;

    /** So many attempts it has in hand then: some ten milliseconds of work. */
    static final int ENOUGH = 512;

    private static final int SMOOTHING = 4;

    private final LongSupplier nanos;
    private volatile int work;
    private volatile long late;
    private volatile boolean asked;
    private long askedAt;
    private boolean enough;

    Busy(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** To be called on the loop: so many wait for callbacks that take them within a second. */
    void work(int waiting) {
        work = waiting;
    }

    /** To be called by the worker, again and again; it asks {@code loop} how late it comes. */
    public boolean enough(Executor loop) {
        if (work < (enough ? ENOUGH / 2 : ENOUGH)) {
            enough = false;
            return false;
        }
        if (!asked) {
            long now = nanos.getAsLong();
            askedAt = now;
            asked = true;
            loop.execute(() -> answer(now));
        }
        enough = Math.max(late, asked ? nanos.getAsLong() - askedAt : 0) >= LATE_NANOS;
        return enough;
    }

    private void answer(long since) {
        long usual = late;
        late = usual + (nanos.getAsLong() - since - usual) / SMOOTHING;
        asked = false;
    }
}
