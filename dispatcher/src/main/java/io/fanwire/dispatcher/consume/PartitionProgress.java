package io.fanwire.dispatcher.consume;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * How far one partition is: the offsets received, which of them are done, and the low-water mark below which all are.
 *
 * <p>It knows only offsets it was given, so the gaps that transaction markers and compaction leave need no code. Done means: the
 * effects are in the transaction that will commit the mark, or in an earlier one. Owned by the worker thread. The idea of popping
 * finished heads is decaton's out-of-order commit control.
 */
final class PartitionProgress {
    private final int epoch;
    private final ArrayDeque<Entry> received = new ArrayDeque<>();
    private final Map<Long, Entry> open = new HashMap<>();
    private long last;
    private long mark;
    private long committed;

    /**
     * Nothing is received.
     *
     * @param epoch of the assignment; what finishes under another one is not counted here
     * @param start the offset that was committed last: everything below it is done
     */
    PartitionProgress(int epoch, long start) {
        this.epoch = epoch;
        this.last = start - 1;
        this.mark = start;
        this.committed = start;
    }

    int epoch() {
        return epoch;
    }

    /** Offsets come in growing order, each once. */
    void received(long offset) {
        if (offset <= last) {
            throw new IllegalArgumentException("offset " + offset + " after " + last);
        }
        last = offset;
        Entry entry = new Entry(offset);
        received.addLast(entry);
        open.put(offset, entry);
    }

    /** Answers false for an offset that is not open. */
    boolean done(long offset) {
        Entry entry = open.remove(offset);
        if (entry == null) {
            return false;
        }
        entry.done = true;
        for (Entry head = received.peekFirst(); head != null && head.done; head = received.peekFirst()) {
            received.removeFirst();
            mark = head.offset + 1;
        }
        return true;
    }

    /** The offset to commit: every received record below it is done. */
    long mark() {
        return mark;
    }

    /** Whether there is something new since the last commit. */
    boolean moved() {
        return mark > committed;
    }

    void committed(long offset) {
        committed = offset;
    }

    /** Records handed out and not done. */
    int open() {
        return open.size();
    }

    /** Offsets from the first open one to the last received: what a crash would repeat, at most. */
    int window() {
        return received.size();
    }

    private static final class Entry {
        private final long offset;
        private boolean done;

        Entry(long offset) {
            this.offset = offset;
        }
    }
}
