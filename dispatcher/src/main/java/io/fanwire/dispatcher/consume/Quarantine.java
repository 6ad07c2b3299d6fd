package io.fanwire.dispatcher.consume;

import java.util.OptionalLong;

/**
 * Finds the record of a partition that ends every process which works on it.
 *
 * <pre>
 *   free ── three owners in a row ended without a word and without moving the mark ──▶ one record at a time, named in the commit before
 *     ▲                                                                                 it is begun ── two more end while they work
 *     ├── an owner leaves in good order, or 1,024 records have passed                       on the named one ──▶ it is given up
 *     └──── one more at a time for each eight that passed  ◀── the mark moves ────────────┘
 * </pre>
 *
 * An owner counts itself, in the commit, before it hands out its first record; one that never does is never counted. The named record
 * must end two owners, since a kill from outside may hit an innocent one, and at the second of them {@link Examination} lets nothing else
 * be at work. Records may wait before the bad one, so one that passes does not free the partition: an owner that ends among several at a
 * time leaves it with one at a time. Owned by the worker thread.
 */
final class Quarantine {
    /** So many owners in a row, and records are handed out one at a time. */
    static final int SUSPICIOUS = 3;

    /** So many, and the named record is given up. */
    static final int CONDEMNED = 5;

    /** So many, and it is given up without being read: reading it is what ends them. */
    static final int UNREADABLE = 12;

    /** For each so many that passed, one more is handed out at a time. */
    static final int CAUTION = 8;

    /** So many passed, and the partition is free. */
    static final int ENOUGH = 1_024;

    private final int before;
    private final OptionalLong suspect;
    private OptionalLong named = OptionalLong.empty();
    private int passed;
    private boolean counting;
    private boolean unsaid;
    private boolean over;

    /** What is to become of a record. */
    enum Decision {
        /** It is handed out. */
        GO,
        /** It is asked for again after the next commit, or when fewer are open. */
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
            unsaid |= !counting;
            counting = true;
            return unsaid ? Decision.WAIT : Decision.GO;
        }
        if (open >= atATime()) {
            return Decision.WAIT;
        }
        if (atATime() == 1 && (named.isEmpty() || named.getAsLong() != offset)) {
            named = OptionalLong.of(offset);
            unsaid = true;
        }
        return unsaid ? Decision.WAIT : sentence(offset);
    }

    private Decision sentence(long offset) {
        boolean again = passed == 0 && suspect.isPresent() && suspect.getAsLong() == offset;
        if (before < CONDEMNED || !again) {
            return Decision.GO;
        }
        return before < UNREADABLE ? Decision.GIVE_UP : Decision.POISON;
    }

    /** Whether an end over the next record is the one that condemns it. */
    boolean condemns() {
        return !over && before == CONDEMNED - 1 && passed == 0 && suspect.isPresent();
    }

    /** Whether few records are handed out at a time. */
    boolean suspicious() {
        return !over && before >= SUSPICIOUS;
    }

    private int atATime() {
        return 1 + passed / CAUTION;
    }

    /** Whether one of its records is named. */
    boolean names() {
        return named.isPresent();
    }

    /** Whether the last commit said something else than the next one. */
    boolean unsaid() {
        return unsaid;
    }

    /** Whether the next commit has something to say for it. */
    boolean waits() {
        return !over && unsaid;
    }

    /** Whether commits say something of its owner. */
    boolean counts() {
        return !over && (counting || named.isPresent() || passed > 0);
    }

    /** Its owner leaves in good order: what is done cannot have ended anybody. */
    void over() {
        over = true;
        unsaid |= named.isPresent();
        named = OptionalLong.empty();
    }

    /** The mark has moved by one record. */
    void passed() {
        if (!over) {
            passed++;
            unsaid |= named.isPresent();
            named = OptionalLong.empty();
            over = before < SUSPICIOUS || passed >= ENOUGH;
        }
    }

    void committed() {
        unsaid = false;
    }

    /** Owners in a row, this one included once it hands out records. */
    int incarnations() {
        if (over) {
            return 0;
        }
        return (passed > 0 ? SUSPICIOUS : before) + (counting || named.isPresent() ? 1 : 0);
    }

    /** The named record, relative to the mark. */
    OptionalLong suspect(long mark) {
        OptionalLong known = named.isPresent() || passed > 0 ? named : suspect;
        return over || known.isEmpty() ? OptionalLong.empty() : OptionalLong.of(known.getAsLong() - mark);
    }
}
