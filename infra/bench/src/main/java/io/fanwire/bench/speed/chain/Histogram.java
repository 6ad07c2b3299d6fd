package io.fanwire.bench.speed.chain;

import java.util.Arrays;

/** Counts of numbers from 0 up, each kept to one part in 64 of it. Confined to its owner. */
final class Histogram {
    private static final int BITS = 6;
    private static final int EXACT = 1 << (BITS + 1);
    private static final int SLOTS = (Long.SIZE - BITS) << BITS;

    private final long[] counts = new long[SLOTS];
    private long total;

    /** Below zero counts as zero. */
    void add(long number) {
        counts[slot(Math.max(0, number))]++;
        total++;
    }

    long total() {
        return total;
    }

    /** The least number that so large a share is not above, rounded up as far as it is kept; 0 of none. */
    long quantile(double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * total));
        long passed = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            passed += counts[slot];
            if (passed >= wanted) {
                return last(slot);
            }
        }
        return 0;
    }

    void clear() {
        Arrays.fill(counts, 0);
        total = 0;
    }

    private static int slot(long number) {
        if (number < EXACT) {
            return (int) number;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(number) - BITS;
        return (shift << BITS) + (int) (number >>> shift);
    }

    private static long last(int slot) {
        if (slot < EXACT) {
            return slot;
        }
        int shift = (slot >> BITS) - 1;
        long first = (slot & ((1 << BITS) - 1)) + (1L << BITS);
        return ((first + 1) << shift) - 1;
    }
}
