package io.fanwire.gateway.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Payload;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EntryTableTest {
    private final Shares shares = new Shares();
    private final EntryTable table = new EntryTable(new TopicNames(), shares);

    @Test
    void itFindsWhatAMapWouldFind() {
        SplittableRandom random = new SplittableRandom(7);
        Map<Slot, EntryTable.Found> oracle = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            Slot slot = Slot.event("t", "e" + random.nextInt(12_000));
            Entry entry = new Entry(slot, random.nextLong(), kept(random));
            long second = 7200L + i;
            table.put(entry, second);
            oracle.put(slot, new EntryTable.Found(entry, second));
        }

        oracle.forEach((slot, found) -> assertThat(table.find(slot)).contains(found));
        assertThat(table.find(Slot.event("t", "none"))).isEmpty();
        assertThat(table.find(Slot.event("other", "e1"))).isEmpty();
    }

    private static Entry.Kept kept(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0 -> new Entry.Stored(Payload.utf8("answer " + random.nextInt()));
            case 1 -> new Entry.Place("evt_" + random.nextInt(), "orders", 1, random.nextLong(1L << 50));
            default ->
                new Entry.Place("", "topic" + random.nextInt(300), random.nextInt(1 << 20), random.nextLong(1L << 60));
        };
    }

    @Test
    void anHourIsForgottenWhenItIsOver() {
        Entry old = entry("old");
        Entry fresh = entry("fresh");
        table.put(old, 3599);
        table.put(fresh, 3600);

        table.forgetBefore(3600);

        assertThat(table.find(old.slot())).isEmpty();
        assertThat(table.find(fresh.slot())).isPresent();
    }

    @Test
    void anEventTakesTheBytesThatTheSettingSays() {
        for (int i = 0; i < 100_000; i++) {
            table.put(entry("e" + i), 0);
        }

        assertThat(table.bytes() / 100_000).isBetween(55L, 80L);
    }

    @Test
    void eachTenantHasAShareUntilItsHourIsForgotten() {
        int tenant = Slot.mark("t");
        for (int i = 0; i < 1000; i++) {
            table.put(entry("e" + i), 0);
            table.put(entry("e" + i), 0);
        }
        table.put(entry("later"), 3600);

        assertThat(shares.room(tenant, 1000 * 75 / 4)).as("each once").isTrue();
        assertThat(shares.room(tenant, 1000 * 55 / 4)).isFalse();
        assertThat(shares.room(Slot.mark("other"), 1)).isTrue();

        table.forgetBefore(3600);

        assertThat(shares.room(tenant, 150 / 4)).as("one is left").isTrue();
        assertThat(shares.room(tenant, 1)).isFalse();
    }

    private static Entry entry(String id) {
        return new Entry(Slot.event("t", id), 1, new Entry.Place("", "orders", 0, 1));
    }
}
