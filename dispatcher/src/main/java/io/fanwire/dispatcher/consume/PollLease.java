package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.lane.Lease;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Valid for a while after each poll, so that a process that froze sends nothing of partitions that went to others meanwhile.
 *
 * <p>A poll answers from memory: the first after a freeze may come before the group's word that the partitions are lost. So a lease
 * that ran out is renewed only after half its length of polls, many times what that word takes; of a long gap between two polls
 * little is counted, and after another freeze it starts again. Renewed by the worker thread, read by its event loop.
 */
final class PollLease implements Lease {
    /** A lease that ran out takes at least half as many polls to come back. */
    private static final int POLLS = 16;

    private final long length;
    private final LongSupplier nanos;
    private long waited;
    private long lastPoll;
    private boolean waiting;
    private boolean begun;
    private volatile long validUntil;
    private volatile boolean held;
    private volatile boolean ended;

    /**
     * Not valid before the first poll.
     *
     * @param nanos a clock that never jumps
     */
    PollLease(Duration length, LongSupplier nanos) {
        this.length = length.toNanos();
        this.nanos = nanos;
    }

    /** A poll has returned, and with it what the group had to say before. */
    void renew() {
        long now = nanos.getAsLong();
        long gap = now - lastPoll;
        lastPoll = now;
        if (begun && !valid()) {
            waited = waiting && gap < length ? waited + Math.min(gap, length / POLLS) : 0;
            waiting = true;
            if (waited < length / 2) {
                return;
            }
        }
        begun = true;
        waiting = false;
        validUntil = now + length;
        held = true;
    }

    /** Nothing may start any more, from this moment on: the worker lets go of everything. */
    void end() {
        ended = true;
    }

    @Override
    public boolean valid() {
        return held && !ended && nanos.getAsLong() - validUntil < 0;
    }
}
