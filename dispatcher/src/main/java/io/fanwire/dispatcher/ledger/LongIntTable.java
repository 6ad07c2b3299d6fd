package io.fanwire.dispatcher.ledger;

/**
 * A number for each of very many keys, in two plain arrays: 24 bytes a key at the usual filling. Open addressing with linear steps.
 * Confined to its owner's thread.
 */
final class LongIntTable {
    static final int ABSENT = -1;

    private static final int LEAST = 1024;

    private long[] keys = new long[LEAST];
    private int[] values = new int[LEAST];
    private int size;

    int size() {
        return size;
    }

    /** {@link #ABSENT} for a key that is not there. */
    int get(long key) {
        int place = place(keys, key);
        return keys[place] == 0 ? ABSENT : values[place];
    }

    /**
     * Sets or replaces.
     *
     * @param key not zero: see {@link DeliveryHash}
     * @param value not negative
     */
    void put(long key, int value) {
        int place = place(keys, key);
        if (keys[place] == 0) {
            keys[place] = key;
            size++;
        }
        values[place] = value;
        if (size * 2 > keys.length) {
            grow();
        }
    }

    void forEachValue(java.util.function.IntConsumer each) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                each.accept(values[i]);
            }
        }
    }

    private void grow() {
        long[] largerKeys = new long[keys.length * 2];
        int[] largerValues = new int[keys.length * 2];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                int place = place(largerKeys, keys[i]);
                largerKeys[place] = keys[i];
                largerValues[place] = values[i];
            }
        }
        keys = largerKeys;
        values = largerValues;
    }

    private static int place(long[] in, long key) {
        int mask = in.length - 1;
        int place = (int) (key ^ (key >>> 32)) & mask;
        while (in[place] != 0 && in[place] != key) {
            place = (place + 1) & mask;
        }
        return place;
    }
}
