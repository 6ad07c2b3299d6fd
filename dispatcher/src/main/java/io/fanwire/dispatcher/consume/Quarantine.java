package io.fanwire.dispatcher.consume;

import java.util.OptionalLong;

/**
 * Finds the record of a partition that ends every process which works on it.
 *
 * <pre>
 *   free ── three owners in a row ended without a word and without moving the mark ──▶ one record at a time, named in the commit before
 *     ▲                                                                                 it is begun ── two more end while they work
 *     └──────────────── the mark moves, or an owner leaves in good order ◀──────────────┘ on the named one ──▶ it is given up
 * </pre>
 *
 * An owner counts itself, in the commit, before it hands out its first record; one that never does is never counted. The named record
 * must end two owners, since a kill from outside may hit an innocent one; and of all partitions of a worker one has a named record at a
 * time, since the culprit's end is the end of all. Owned by the worker thread.
 */
final class Quarantine {
    /** So many owners in a row, and records are handed out one at a time. */
    static final int SUSPICIOUS = 3;

    /** So many, and the named record is given up. */
    static final int CONDEMNED = 5;

    /** So many, and it is given up without being read: reading it is what ends them. */
    static final int UNREADABLE = 12;

    private final int before;
    private final OptionalLong suspect;
    private OptionalLong named = OptionalLong.empty();
    private boolean counting;
    private boolean counted;
    private boolean nameCommitted;
    private boolean over;
    private boolean cleared;

    /** What is to become of a record. */
    enum Decision {
        /** It is handed out. */
        GO,
        /** It is asked for again after the next commit, or when nothing else is open. */
        WAIT,
        /** It has ended enough owners: a dead letter. */
        GIVE_UP,
        /** The same, as bytes. */
        POISON
    }

    /** {@code start} is the mark that the map was committed with. */
    Quarantine(ProgressMap map, long start) {
        before = map.incarnations();
        suspect = map.suspect().isPresent()
                ? OptionalLong.of(start + map.suspect().getAsLong())
                : OptionalLong.empty();
    }

    /** Decides about the next record; {@code open} is how many are handed out and not done. */
    Decision next(long offset, int open) {
        if (over) {
            return Decision.GO;
        }
        if (!suspicious()) {
            counting = true;
            return counted ? Decision.GO : Decision.WAIT;
        }
        if (open > 0) {
            return Decision.WAIT;
        }
        if (named.isPresent() && named.getAsLong() == offset) {
            return nameCommitted ? sentence(offset) : Decision.WAIT;
        }
        counting = true;
        named = OptionalLong.of(offset);
        nameCommitted = false;
        return Decision.WAIT;
    }

    private Decision sentence(long offset) {
        if (before < CONDEMNED || suspect.isEmpty() || suspect.getAsLong() != offset) {
            return Decision.GO;
        }
        return before < UNREADABLE ? Decision.GIVE_UP : Decision.POISON;
    }

    /** Whether records are handed out one at a time. */
    boolean suspicious() {
        return !over && before >= SUSPICIOUS;
    }

    /** Whether the commits name one of its records; an end of another's making must not count against it. */
    boolean names() {
        return named.isPresent() && !cleared;
    }

    /** Whether the next commit has something to say for it. */
    boolean waits() {
        return !over && ((counting && !counted) || (named.isPresent() && !nameCommitted));
    }

    /** Whether the owner counts itself. */
    boolean counts() {
        return counting && !over;
    }

    /** The mark has moved, or its owner leaves in good order: what is done cannot have ended anybody. */
    void over() {
        over = true;
    }

    void committed() {
        counted = counting;
        nameCommitted = named.isPresent();
        cleared = over;
    }

    /** Owners in a row, this one included once it hands out records. */
    int incarnations() {
        return over ? 0 : before + (counting ? 1 : 0);
    }

    /** The named record, relative to the mark. */
    OptionalLong suspect(long mark) {
        OptionalLong known = named.isPresent() ? named : suspect;
        return over || known.isEmpty() ? OptionalLong.empty() : OptionalLong.of(known.getAsLong() - mark);
    }
}
