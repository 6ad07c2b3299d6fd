package io.fanwire.gateway.control;

import io.fanwire.gateway.control.EventHistory.Stored;
import java.util.ArrayDeque;
import java.util.Deque;

/** How far one partition was read in one call, and the events found there that are not part of the page yet. Owned by the scan. */
final class PartitionRun {
    private final Deque<Stored> found = new ArrayDeque<>();
    private final long start;
    private final long end;
    private long position;
    private long bytes;

    /** {@code end}: the first offset that does not count. */
    PartitionRun(long start, long end) {
        this.start = start;
        this.end = end;
        this.position = start;
    }

    boolean reaches(long offset) {
        return offset < end;
    }

    void add(Stored event) {
        found.add(event);
        bytes += event.size();
    }

    /** Everything before this offset was seen. */
    void moved(long to) {
        position = to;
    }

    long position() {
        return position;
    }

    boolean waiting() {
        return !found.isEmpty();
    }

    long waitingBytes() {
        return bytes;
    }

    Stored head() {
        return found.element();
    }

    Stored take() {
        Stored first = found.remove();
        bytes -= first.size();
        return first;
    }

    /** Nothing is left of it. */
    boolean ended() {
        return found.isEmpty() && position >= end;
    }

    /** Where to go on another time: never behind what was not shown, never before the start, never beyond what counted. */
    long mark() {
        return found.isEmpty() ? Math.max(start, Math.min(position, end)) : head().offset();
    }
}
