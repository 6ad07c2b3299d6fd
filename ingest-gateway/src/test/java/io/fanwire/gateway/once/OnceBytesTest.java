package io.fanwire.gateway.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Payload;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OnceBytesTest {
    private static final Slot SLOT = Slot.key("acme", "tenant acme", "k");
    private static final ClaimId ID = new ClaimId(new UUID(5, -6), 7);

    private final List<ClaimLine> lines = List.of(
            new ClaimLine.Claim(ID, SLOT, -9),
            new ClaimLine.Release(ID, SLOT),
            new ClaimLine.Lapse(ID.owner(), 1L << 40),
            new ClaimLine.Alive(ID.owner()));
    private final List<Entry> entries = List.of(
            new Entry(SLOT, 3, new Entry.Place("", "orders", 2, 1L << 50)),
            new Entry(SLOT, 3, new Entry.Place("evt_1", "örders", 0, 0)),
            new Entry(SLOT, -3, new Entry.Stored(Payload.utf8("sealed"))));

    @Test
    void whatIsWrittenIsRead() {
        assertThat(lines).allSatisfy(line -> assertThat(OnceBytes.line(OnceBytes.of(line)))
                .contains(line));
        assertThat(entries).allSatisfy(entry -> assertThat(OnceBytes.entry(OnceBytes.of(entry)))
                .contains(entry));
    }

    @Test
    void whatIsCutShortOrOfAnotherVersionIsNothing() {
        for (ClaimLine line : lines) {
            byte[] bytes = OnceBytes.of(line);
            for (int length = 0; length < bytes.length; length++) {
                assertThat(OnceBytes.line(Arrays.copyOf(bytes, length))).isEmpty();
            }
            assertThat(OnceBytes.line(Arrays.copyOf(bytes, bytes.length + 1))).isEmpty();
            bytes[0] = 2;
            assertThat(OnceBytes.line(bytes)).isEmpty();
        }
        byte[] place = OnceBytes.of(entries.get(1));
        for (int length = 0; length < place.length; length++) {
            assertThat(OnceBytes.entry(Arrays.copyOf(place, length))).isEmpty();
        }
    }

    @Test
    void garbageDoesNoHarm() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 1) {
                bytes[0] = 1;
                bytes[1] = (byte) random.nextInt(8);
            }
            OnceBytes.line(bytes);
            OnceBytes.entry(bytes);
        }
    }

    @Test
    void namesThatOnlyLookAlikeAreDifferentSlots() {
        assertThat(List.of(
                        Slot.event("a", "bc"),
                        Slot.event("ab", "c"),
                        Slot.key("t", "a", "bc"),
                        Slot.item("t", "a", "bc", 0),
                        Slot.item("t", "a", "bc", 1)))
                .doesNotHaveDuplicates();
    }
}
