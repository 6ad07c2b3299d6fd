package io.fanwire.dispatcher.consume;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * How far one partition is: the offsets received, which of them are done, and the low-water mark below which all are.
 *
 * <p>It knows only offsets it was given, so the gaps that transaction markers and compaction leave need no code. Done means: the
 * effects are in the transaction that will commit the mark and the map, or in an earlier one. Owned by the worker thread. The idea
 * of popping finished heads is decaton's out-of-order commit control.
 */
final class PartitionProgress {
    private final int epoch;
    private final long start;
    private final BitSet before;
    private final Quarantine quarantine;
    private final ArrayDeque<Entry> received = new ArrayDeque<>();
    private final Map<Long, Entry> open = new HashMap<>();
    private final Set<Long> ahead = new HashSet<>();
    private long last;
    private long mark;
    private long openBytes;
    private boolean changed;

    /**
     * Nothing is received.
     *
     * @param epoch of the assignment; what finishes under another one is not counted here
     * @param start the offset that was committed last: everything below it is done
     * @param before what earlier owners had done above it
     */
    PartitionProgress(int epoch, long start, ProgressMap before) {
        this.epoch = epoch;
        this.start = start;
        this.before = before.done();
        this.quarantine = new Quarantine(before, start);
        this.last = start - 1;
        this.mark = start;
    }

    int epoch() {
        return epoch;
    }

    /**
     * Offsets come in growing order, each once; one that an earlier owner has done is done at once.
     *
     * @param bytes that the record takes while it is open
     */
    void received(long offset, int bytes) {
        if (offset <= last) {
            throw new IllegalArgumentException("offset " + offset + " after " + last);
        }
        last = offset;
        Entry entry = new Entry(offset, bytes);
        entry.done = doneBefore(offset);
        ahead.remove(offset);
        received.addLast(entry);
        if (entry.done) {
            changed = true;
            advance();
        } else {
            open.put(offset, entry);
            openBytes += bytes;
        }
    }

    /** Answers false for an offset that is not open. */
    boolean done(long offset) {
        Entry entry = open.remove(offset);
        if (entry == null) {
            return false;
        }
        entry.done = true;
        openBytes -= entry.bytes;
        changed = true;
        advance();
        return true;
    }

    /** An offset is done that is not received yet. Answers false when it is, or when no map would hold it. */
    boolean doneAhead(long offset) {
        boolean fits = offset > last && offset - mark < ProgressMap.ALWAYS_FITS && !doneBefore(offset);
        changed |= fits && ahead.add(offset);
        return fits;
    }

    /** Everything received below it is done. */
    long mark() {
        return mark;
    }

    /** Whether there is something new since the last commit. */
    boolean changed() {
        return changed || quarantine.waits();
    }

    /** Whether its owners end so often that only few of its records are touched at a time. */
    boolean suspicious() {
        return quarantine.suspicious();
    }

    /** Whether an end over its next record is the one that condemns it. */
    boolean condemns() {
        return quarantine.condemns();
    }

    /** Whether none of its records is at work, and the last commit said of its owner what the next one will. */
    boolean idle() {
        return open.isEmpty() && !unsaid();
    }

    /** Whether the last commit said something else about its owner than the next one. */
    boolean unsaid() {
        return quarantine.unsaid();
    }

    /** Whether one of its records is named. */
    boolean names() {
        return quarantine.names();
    }

    /** Whether its next record waits for a commit. */
    boolean waits() {
        return quarantine.waits();
    }

    /** What is to become of the next record. */
    Quarantine.Decision decide(long offset) {
        return quarantine.next(offset, open.size());
    }

    /** Its owner leaves in good order. */
    void left() {
        changed |= quarantine.counts();
        quarantine.over();
    }

    /** The mark to commit, and what is done above it. */
    OffsetAndMetadata toCommit() {
        BitSet done = new BitSet();
        for (Entry entry : received) {
            if (entry.done) {
                claim(done, entry.offset);
            }
        }
        for (int bit = nextBefore(0); bit >= 0; bit = nextBefore(bit + 1)) {
            if (start + bit > last) {
                claim(done, start + bit);
            }
        }
        ahead.forEach(offset -> claim(done, offset));
        return new OffsetAndMetadata(
                mark, new ProgressMap(done, quarantine.incarnations(), quarantine.suspect(mark)).encode(mark));
    }

    void committed() {
        changed = false;
        quarantine.committed();
    }

    /** Records handed out and not done. */
    int open() {
        return open.size();
    }

    /** What the open records take. */
    long openBytes() {
        return openBytes;
    }

    /** Offsets from the low-water mark to the last received. */
    long window() {
        return last + 1 - mark;
    }

    /** Whether it was done before it was received, here or by an earlier owner. */
    boolean doneBefore(long offset) {
        return ahead.contains(offset) || (offset - start < before.length() && before.get((int) (offset - start)));
    }

    private int nextBefore(int bit) {
        return before.nextSetBit(bit);
    }

    /** What is too far away for a map is not claimed: at worst it is done again. */
    private void claim(BitSet done, long offset) {
        if (offset - mark < ProgressMap.ALWAYS_FITS) {
            done.set((int) (offset - mark));
        }
    }

    private void advance() {
        for (Entry head = received.peekFirst(); head != null && head.done; head = received.peekFirst()) {
            received.removeFirst();
            mark = head.offset + 1;
            quarantine.passed();
        }
    }

    private static final class Entry {
        private final long offset;
        private final int bytes;
        private boolean done;

        Entry(long offset, int bytes) {
            this.offset = offset;
            this.bytes = bytes;
        }
    }
}
