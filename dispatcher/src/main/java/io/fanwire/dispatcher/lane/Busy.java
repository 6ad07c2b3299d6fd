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

    /** So long nothing is read at most: then one poll passes, whatever the numbers say. */
    static final long LONGEST_NANOS = 100_000_000;

    private static final int SMOOTHING = 4;

    private final LongSupplier nanos;
    private volatile int work;
    private volatile long late;
    private volatile boolean asked;
    private long answeredAt;
    private long askedAt;
    private long enoughSince;
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
        long now = nanos.getAsLong();
        if (!asked) {
            askedAt = now;
            asked = true;
            loop.execute(() -> answer(now));
        }
        boolean before = enough;
        enough = Math.max(late, asked ? now - askedAt : 0) >= LATE_NANOS;
        if (!before) {
            enoughSince = now;
        } else if (enough && now - enoughSince >= LONGEST_NANOS) {
            enoughSince = now;
            return false;
        }
        return enough;
    }

    /** To be called on the loop: whether it was late lately. Then what an attempt takes says more of us than of its callback. */
    boolean late() {
        return late >= LATE_NANOS && nanos.getAsLong() - answeredAt < LONGEST_NANOS;
    }

    private void answer(long since) {
        long usual = late;
        answeredAt = nanos.getAsLong();
        late = usual + (answeredAt - since - usual) / SMOOTHING;
        asked = false;
    }
}
