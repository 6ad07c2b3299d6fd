package io.fanwire.expressions;

/**
 * One run of an expression over an event, and what it may still cost: in steps, of which each takes some ten nanoseconds at worst, and in
 * room, the characters and elements that it makes. Owned by one thread.
 */
final class Run {
    /** Some 16 MB at most. */
    private static final long ROOM = 2_000_000;

    private static final int CHARACTERS_FOR_ONE = 8;

    private final EventView event;
    private final Object[] locals;
    private long left;
    private long room = ROOM;

    /** Ends the run, whatever the expression makes of failures. */
    static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1;

        private TooMuch(String why) {
            super(why, null, false, false);
        }
    }

    Run(EventView event, int locals, long allowance) {
        this.event = event;
        this.locals = new Object[locals];
        this.left = allowance;
    }

    EventView event() {
        return event;
    }

    Object local(int slot) {
        return locals[slot];
    }

    void set(int slot, Object value) {
        locals[slot] = value;
    }

    void step() {
        if (--left < 0) {
            throw tooMuch();
        }
    }

    void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw tooMuch();
        }
    }

    private static TooMuch tooMuch() {
        return new TooMuch("the expression does more than one may");
    }

    /** Pays for a look at so many characters. */
    void read(long characters) {
        spend(1 + characters / CHARACTERS_FOR_ONE);
    }

    /** Pays for so many characters or elements that are about to be put together; what holds them counts as some too. */
    void make(long many) {
        spend(1 + many);
        room -= many;
        if (room < 0) {
            throw new TooMuch("the expression makes more than one may");
        }
    }

    /** How much of its allowance is left. */
    long left() {
        return Math.max(left, 0);
    }
}
