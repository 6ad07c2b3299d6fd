package io.fanwire.dispatcher.order;

import java.util.Arrays;

/**
 * Where the held deliveries of one lane lie, in the order of their places: two longs each, so that a million of them cost 16 MiB.
 *
 * <p>An offset is not known before the commit; until then its lower bound is kept, marked by a negative number. Places mostly grow, so
 * additions go to the end; one that comes back goes to the front.
 */
final class HeldIndex {
    private static final int FIRST_ROOM = 8;

    private long[] places = new long[FIRST_ROOM];
    private long[] offsets = new long[FIRST_ROOM];
    private int start;
    private int end;

    boolean isEmpty() {
        return start == end;
    }

    int size() {
        return end - start;
    }

    /** Its record lies at this offset; a later record of the same place replaces the one before. */
    void put(long place, long offset) {
        set(place, offset);
    }

    /** Its record will lie at or above this offset. */
    void putAbove(long place, long bound) {
        set(place, ~bound);
    }

    /** The commit has told where a record lies; nothing happens when the place is taken out already. */
    void located(long place, long offset) {
        int at = Arrays.binarySearch(places, start, end, place);
        if (at >= 0 && offsets[at] < 0) {
            offsets[at] = offset;
        }
    }

    long firstPlace() {
        return places[start];
    }

    /** The offset of the first one, negative while the commit has not told it. */
    long firstOffset() {
        return offsets[start];
    }

    void removeFirst() {
        start++;
        if (start == end) {
            start = 0;
            end = 0;
        }
    }

    /** An offset below which none of them lies. Only the first can lie above its successors: it alone can have come back. */
    long bound() {
        long bound = Long.MAX_VALUE;
        for (int at = start; at < Math.min(end, start + 2); at++) {
            bound = Math.min(bound, offsets[at] < 0 ? ~offsets[at] : offsets[at]);
        }
        return bound;
    }

    private void set(long place, long offset) {
        int at = Arrays.binarySearch(places, start, end, place);
        if (at >= 0) {
            offsets[at] = offset;
            return;
        }
        insert(-at - 1, place, offset);
    }

    private void insert(int at, long place, long offset) {
        if (at == start && start > 0) {
            start--;
            places[start] = place;
            offsets[start] = offset;
            return;
        }
        int shift = 0;
        if (end == places.length) {
            shift = makeRoom();
        }
        int to = at - shift;
        System.arraycopy(places, to, places, to + 1, end - to);
        System.arraycopy(offsets, to, offsets, to + 1, end - to);
        places[to] = place;
        offsets[to] = offset;
        end++;
    }

    /** Moves all to the front, into larger arrays when more than half are taken; answers by how much they moved. */
    private int makeRoom() {
        int room = size() > places.length / 2 ? places.length * 2 : places.length;
        long[] newPlaces = new long[room];
        long[] newOffsets = new long[room];
        System.arraycopy(places, start, newPlaces, 0, size());
        System.arraycopy(offsets, start, newOffsets, 0, size());
        places = newPlaces;
        offsets = newOffsets;
        int moved = start;
        end -= start;
        start = 0;
        return moved;
    }
}
