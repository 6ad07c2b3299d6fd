package io.fanwire.dispatcher.ledger;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/** How long one who reads much pauses after each piece of its work, so that those beside it get on with theirs. Confined to its thread. */
final class Rest {
    private static final long LONGEST_NANOS = 1_000_000_000;

    private final int times;
    private final LongConsumer pause;

    Rest(int times, LongConsumer pause) {
        this.times = times;
        this.pause = pause;
    }

    /** For somebody who waits for what is read. */
    static Rest none() {
        return new Rest(0, nanos -> {});
    }

    /** It works for a quarter of the time. */
    static Rest threeOfFour() {
        return new Rest(3, LockSupport::parkNanos);
    }

    /** After work that took so long. */
    void after(long nanos) {
        if (times > 0) {
            pause.accept(Math.min(LONGEST_NANOS, times * nanos));
        }
    }
}
