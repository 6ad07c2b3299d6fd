package io.fanwire.dispatcher.lane;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The places for attempts in flight on one event loop, and who waits for one.
 *
 * <p>A worker that starts over gets new lanes while attempts of the old ones still hold places; both share this object, so that an
 * end in the old wakes who waits in the new. Confined to the loop; any thread may read how many are taken.
 */
public final class Places {
    private final int most;
    private final AtomicInteger taken = new AtomicInteger();
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

    public Places(int most) {
        this.most = most;
    }

    /** How many attempts are in flight. */
    public int taken() {
        return taken.get();
    }

    /**
     * How many of them one lane may have now: half as many as are free, and one in any case. So however many callbacks take their time, some
     * are left for the others (the dynamic threshold of {@link Waiting}).
     */
    int share() {
        return Math.max(1, (most - taken.get()) / 2);
    }

    boolean full() {
        return taken.get() >= most;
    }

    void take() {
        taken.incrementAndGet();
    }

    void free() {
        taken.decrementAndGet();
    }

    /** Runs once, in turn, when there is a place. */
    void await(Runnable wakeUp) {
        waiting.addLast(wakeUp);
    }

    /** Wakes those who wait until the places are taken: one of them may have lost its need. */
    void serve() {
        while (!full() && !waiting.isEmpty()) {
            waiting.removeFirst().run();
        }
    }
}
