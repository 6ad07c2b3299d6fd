package io.fanwire.dispatcher.held;

import io.fanwire.dispatcher.consume.HeldReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * How far the owner has read of one partition of the held deliveries.
 *
 * <pre>
 *   ASKED: where does it end, are all marks known? ─▶ SCANNED ─▶ OPEN: records are read when they are asked for
 *                                        └── nothing held is needed ──▲
 * </pre>
 *
 * Owned by the worker thread.
 */
final class HeldPartition {
    /** A record that lies so far ahead at most is reached by reading on. */
    private static final int LEAP = 2000;

    private final HeldReading.Finder finder;
    private final TreeSet<Long> wanted = new TreeSet<>();
    private final List<Long> fresh = new ArrayList<>();
    private CompletableFuture<Long> asked;
    private Stage stage = Stage.ASKED;
    private long end;
    private long position;

    private enum Stage {
        ASKED,
        SCANNED,
        OPEN
    }

    /** {@code asked} is answered with the partition's end, when all marks are known. */
    HeldPartition(HeldReading.Finder finder, CompletableFuture<Long> asked) {
        this.finder = finder;
        this.asked = asked;
    }

    /** Whether its question failed, and must be asked again. */
    boolean failed() {
        return stage == Stage.ASKED && asked.isCompletedExceptionally();
    }

    void ask(CompletableFuture<Long> again) {
        asked = again;
    }

    /** Begins to scan, once its question is answered. */
    void begin(Supplier<List<HeldReading.Found>> marks) {
        if (stage == Stage.ASKED && asked.isDone() && !asked.isCompletedExceptionally()) {
            end = asked.join();
            OptionalLong from = finder.marks(marks.get());
            position = Math.min(from.orElse(end), end);
            stage = Stage.SCANNED;
            scanned();
        }
    }

    boolean busy() {
        return stage != Stage.OPEN || !wanted.isEmpty() || !fresh.isEmpty();
    }

    /** Whether records are to be read now. */
    boolean reads() {
        return stage == Stage.SCANNED || !wanted.isEmpty();
    }

    /** It is read from the next turn on: what is being read now may lie behind it. */
    void want(long offset) {
        fresh.add(offset);
    }

    /** The offset to be read next. */
    long position() {
        if (stage == Stage.OPEN && !wanted.isEmpty()) {
            long first = wanted.first();
            if (first < position || first > position + LEAP) {
                position = first;
            }
        }
        return position;
    }

    /** A record at or behind the position. Answers whether it was of use. */
    boolean take(long offset, Optional<HeldReading.Body> body) {
        position = offset + 1;
        if (stage == Stage.SCANNED) {
            body.filter(there -> offset < end).ifPresent(there -> finder.held(there.delivery(), offset));
            return false;
        }
        boolean fetched = wanted.remove(offset);
        if (fetched) {
            finder.fetched(offset, body);
        }
        return fetched;
    }

    /** Everything before this offset was read: what was asked for there and did not come is there no more. */
    void readTo(long offset) {
        position = Math.max(position, offset);
        if (stage == Stage.SCANNED) {
            scanned();
            return;
        }
        for (long gone : List.copyOf(wanted.headSet(position))) {
            wanted.remove(gone);
            finder.fetched(gone, Optional.empty());
        }
    }

    /** It was asked for, and is known already. */
    void known(long offset, HeldReading.Body body) {
        if (wanted.remove(offset)) {
            finder.fetched(offset, Optional.of(body));
        }
    }

    /** A turn begins: what it has to look for. */
    List<Long> wanted() {
        wanted.addAll(fresh);
        fresh.clear();
        return List.copyOf(wanted);
    }

    private void scanned() {
        if (position >= end) {
            stage = Stage.OPEN;
            finder.complete(end);
        }
    }
}
