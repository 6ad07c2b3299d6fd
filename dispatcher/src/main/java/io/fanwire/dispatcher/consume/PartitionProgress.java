package io.fanwire.dispatcher.consume;

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
 * of a mark that follows finished heads is decaton's out-of-order commit control.
 *
 * <p>Two bits for each offset of its window, so that what hangs may be far behind.
 */
final class PartitionProgress {
    /** Bits below the mark are dropped by so many at once. */
    private static final int DROPPED = 1 << 16;

    /** When nothing is open, a jump of so many offsets begins a new window. */
    private static final int JUMP = 1 << 10;

    private final int epoch;
    private final long start;
    private final BitSet before;
    private final Quarantine quarantine;
    private final Map<Long, Integer> open = new HashMap<>();
    private final Set<Long> ahead = new HashSet<>();
    private BitSet opened = new BitSet(); // relative to the base, as what is done
    private BitSet done = new BitSet();
    private long base;
    private long last;
    private long asked;
    private long mark;
    private int doneAboveMark;
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
        this.base = start;
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
        if (open.isEmpty() && offset - mark >= JUMP) {
            beginAt(offset);
        }
        last = offset;
        boolean doneBefore = doneBefore(offset);
        ahead.remove(offset);
        if (doneBefore) {
            finish(offset);
        } else {
            open.put(offset, bytes);
            opened.set(relative(offset));
            openBytes += bytes;
        }
    }

    /** Answers false for an offset that is not open. */
    boolean done(long offset) {
        Integer bytes = open.remove(offset);
        if (bytes == null) {
            return false;
        }
        opened.clear(relative(offset));
        openBytes -= bytes;
        finish(offset);
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
        BitSet claims = done.get(relative(mark), relative(last + 1));
        for (int bit = before.nextSetBit((int) Math.min(before.length(), last + 1 - start));
                bit >= 0;
                bit = before.nextSetBit(bit + 1)) {
            claims.set((int) (start + bit - mark));
        }
        ahead.stream().filter(offset -> offset > last).forEach(offset -> claims.set((int) (offset - mark)));
        return new OffsetAndMetadata(
                mark, new ProgressMap(claims, quarantine.incarnations(), quarantine.suspect(mark)).encode(mark));
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

    /** Offsets of its window that are not done, whether they are open or no record has them. */
    long gaps() {
        return window() - doneAboveMark;
    }

    /** Whether an offset may be received now: a commit could say of all up to it what is done and what is not. */
    boolean admits(long offset) {
        asked = offset;
        return reaches(offset);
    }

    /** Whether the offset that was asked for last may not be received yet. */
    boolean keepsWaiting() {
        return asked > last && !reaches(asked);
    }

    private boolean reaches(long offset) {
        return open.isEmpty() || ProgressMap.fits(offset + 1 - mark, offset + 1 - mark - doneAboveMark);
    }

    /** Whether it was done before it was received, here or by an earlier owner. */
    boolean doneBefore(long offset) {
        return ahead.contains(offset) || (offset - start < before.length() && before.get((int) (offset - start)));
    }

    private void finish(long offset) {
        done.set(relative(offset));
        doneAboveMark++;
        changed = true;
        int firstOpen = opened.nextSetBit(relative(mark));
        int end = firstOpen < 0 ? relative(last + 1) : firstOpen;
        for (int bit = done.nextSetBit(relative(mark)); bit >= 0 && bit < end; bit = done.nextSetBit(bit + 1)) {
            mark = base + bit + 1;
            doneAboveMark--;
            quarantine.passed();
        }
        if (mark - base >= DROPPED) {
            drop();
        }
    }

    private void drop() {
        int passed = relative(mark) / Long.SIZE * Long.SIZE;
        opened = opened.get(passed, Math.max(passed, opened.length()));
        done = done.get(passed, Math.max(passed, done.length()));
        base += passed;
    }

    private void beginAt(long offset) {
        opened.clear();
        done.clear();
        base = offset;
        mark = offset;
    }

    private int relative(long offset) {
        return (int) (offset - base);
    }
}
