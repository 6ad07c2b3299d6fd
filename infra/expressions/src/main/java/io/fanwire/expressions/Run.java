package io.fanwire.expressions;

/**
 * One run of an expression over an event, and what it may still cost: in steps, of which each takes some ten nanoseconds at worst, and in
 * room, the characters and elements that it makes. Owned by one thread.
 */
final class Run {
    /** Some 16 MB at most. */
    private static final long ROOM = 2_000_000;

    /** The room that one takes, with the number it may be. */
    static final long AN_ELEMENT = 4;

    private static final int CHARACTERS_FOR_ONE = 8;
    private static final String TOO_LARGE = "the expression makes more than one may";
    private static final String TOO_MUCH = "the expression does more than one may";

    private final EventView event;
    private final Object[] locals;
    private long left;
    private long room = ROOM;

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
            throw new Stop(TOO_MUCH);
        }
    }

    void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw new Stop(TOO_MUCH);
        }
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
            throw new Stop(TOO_LARGE);
        }
    }

    /** Pays for so many bytes that are written out. */
    void write(long bytes) {
        read(bytes);
        room -= bytes;
        if (room < 0) {
            throw new Stop(TOO_LARGE);
        }
    }

    /** How much of its allowance is left. */
    long left() {
        return Math.max(left, 0);
    }
}
