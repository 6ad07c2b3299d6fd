package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.lane.Lease;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Valid for a while after each poll, so that a process that froze sends nothing of partitions that went to others meanwhile.
 *
 * <p>A poll answers from memory: the first after a freeze may come before the group's word that the partitions are lost. So a lease
 * that ran out is renewed only after half its length of polls, many times what that word takes. Renewed by the worker thread, read
 * by its event loop.
 */
final class PollLease implements Lease {
    private final long length;
    private final LongSupplier nanos;
    private long waitsSince;
    private boolean waiting;
    private boolean begun;
    private volatile long validUntil;
    private volatile boolean held;

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
        if (begun && !valid()) {
            if (!waiting) {
                waiting = true;
                waitsSince = now;
            }
            if (now - waitsSince < length / 2) {
                return;
            }
        }
        begun = true;
        waiting = false;
        validUntil = now + length;
        held = true;
    }

    @Override
    public boolean valid() {
        return held && nanos.getAsLong() - validUntil < 0;
    }
}
