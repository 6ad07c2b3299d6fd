package io.fanwire.bench.speed.chain;

/** Distinct 64-bit numbers, by open addressing with linear probing; 0 counts as 1. Confined to its owner. */
final class LongSet {
    private static final int FIRST = 1 << 16;

    private long[] slots = new long[FIRST];
    private int size;

    /** Answers whether it is new. */
    boolean add(long number) {
        long wanted = number == 0 ? 1 : number;
        if (size * 2 >= slots.length) {
            grow();
        }
        boolean added = put(slots, wanted);
        size += added ? 1 : 0;
        return added;
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (long slot : slots) {
            if (slot != 0) {
                put(larger, slot);
            }
        }
        slots = larger;
    }

    private static boolean put(long[] into, long number) {
        int mask = into.length - 1;
        int at = (int) (mix(number) & mask);
        while (into[at] != 0) {
            if (into[at] == number) {
                return false;
            }
            at = (at + 1) & mask;
        }
        into[at] = number;
        return true;
    }

    /** The finisher of MurmurHash3. */
    static long mix(long number) {
        long mixed = (number ^ (number >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
