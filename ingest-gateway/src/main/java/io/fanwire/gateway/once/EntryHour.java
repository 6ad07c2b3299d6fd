package io.fanwire.gateway.once;

import io.fanwire.gateway.once.Entry.Kept;
import io.fanwire.gateway.once.Entry.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The entries of one hour, in an open-addressed table of five longs each: millions of them are one array and no objects. What does not
 * fit these longs lies beside it. Owned by the thread that owns the table of all hours.
 *
 * <pre>
 *   slot.high │ slot.low │ fingerprint │ used 1, beside 1, 0 0, second 12, topic 16, partition or index 32 │ offset
 * </pre>
 */
final class EntryHour {
    private static final int WIDTH = 5;
    private static final int LEAST = 64;
    private static final long USED = 1L << 63;
    private static final long BESIDE = 1L << 62;
    private static final int SECOND = 48;
    private static final int TOPIC = 32;
    private static final int OBJECT_BYTES = 64;
    private static final int CELL_BYTES = 67;
    private static final int ACCOUNT_BYTES = 75;

    private final TopicNames topics;
    private final Shares shares;
    private final Map<Integer, Long> perTenant = new HashMap<>();
    private final List<Kept> beside = new ArrayList<>();
    private long[] cells = new long[WIDTH * LEAST];
    private int size;
    private long besideBytes;

    EntryHour(TopicNames topics, Shares shares) {
        this.topics = topics;
        this.shares = shares;
    }

    /** {@code second}: of the hour. */
    void put(Entry entry, int second) {
        if (size * 3L > (cells.length / WIDTH) * 2L) {
            grow();
        }
        int cell = cell(cells, entry.slot());
        if (cells[cell + 3] == 0) {
            size++;
            charge(entry.slot(), CELL_BYTES);
        }
        cells[cell] = entry.slot().high();
        cells[cell + 1] = entry.slot().low();
        cells[cell + 2] = entry.fingerprint();
        long when = USED | (long) second << SECOND;
        Optional<Place> small = small(entry.kept());
        cells[cell + 3] = small.map(place -> when
                        | (long) topics.number(place.topic()).orElseThrow() << TOPIC
                        | Integer.toUnsignedLong(place.partition()))
                .orElseGet(() -> when | BESIDE | keep(entry.slot(), entry.kept()));
        cells[cell + 4] = small.map(Place::offset).orElse(0L);
    }

    /** An event whose id need not be kept, in a topic that has a number. */
    private Optional<Place> small(Kept kept) {
        return kept.fold(
                place -> Optional.of(place)
                        .filter(one ->
                                one.id().isEmpty() && topics.number(one.topic()).isPresent()),
                stored -> Optional.empty());
    }

    private long keep(Slot slot, Kept kept) {
        beside.add(kept);
        long bytes = (long) OBJECT_BYTES
                + kept.fold(place -> place.id().length() + place.topic().length(), stored -> stored.sealed()
                        .size());
        besideBytes += bytes;
        charge(slot, bytes);
        return beside.size() - 1L;
    }

    /** The first of a tenant takes a place in the account too. */
    private void charge(Slot slot, long bytes) {
        int tenant = slot.tenant();
        long all = perTenant.containsKey(tenant) ? bytes : bytes + ACCOUNT_BYTES;
        perTenant.merge(tenant, all, Long::sum);
        shares.took(tenant, all);
    }

    /** It is over; what it took is given back. */
    void forget() {
        perTenant.forEach(shares::gaveBack);
    }

    /** The entry of a slot. */
    Optional<Entry> find(Slot slot) {
        int cell = cell(cells, slot);
        return cells[cell + 3] == 0 ? Optional.empty() : Optional.of(new Entry(slot, cells[cell + 2], kept(cell)));
    }

    /** In which second of the hour the entry of a slot was made. */
    int second(Slot slot) {
        return (int) (cells[cell(cells, slot) + 3] >>> SECOND) & 0xfff;
    }

    private Kept kept(int cell) {
        long word = cells[cell + 3];
        return (word & BESIDE) != 0
                ? beside.get((int) word)
                : new Place("", topics.name((int) (word >>> TOPIC) & 0xffff), (int) word, cells[cell + 4]);
    }

    long bytes() {
        return (long) cells.length * Long.BYTES + besideBytes + (long) perTenant.size() * ACCOUNT_BYTES;
    }

    /** Where a slot is, or would be. */
    private static int cell(long[] cells, Slot slot) {
        int places = cells.length / WIDTH;
        int place = (int) (((slot.low() & 0xffff_ffffL) * places) >>> Integer.SIZE);
        while (cells[place * WIDTH + 3] != 0
                && (cells[place * WIDTH] != slot.high() || cells[place * WIDTH + 1] != slot.low())) {
            place = place + 1 == places ? 0 : place + 1;
        }
        return place * WIDTH;
    }

    /** By a quarter: what was doubled might take all that is left for everyone at once. */
    private void grow() {
        long[] larger = new long[Math.addExact(cells.length, WIDTH * (cells.length / WIDTH / 4))];
        for (int from = 0; from < cells.length; from += WIDTH) {
            if (cells[from + 3] != 0) {
                int to = cell(larger, new Slot(cells[from], cells[from + 1]));
                System.arraycopy(cells, from, larger, to, WIDTH);
            }
        }
        cells = larger;
    }
}
