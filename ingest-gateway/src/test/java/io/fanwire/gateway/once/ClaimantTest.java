package io.fanwire.gateway.once;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClaimantTest {
    private static final int PARTITIONS = 3;
    private static final Duration WINDOW = Duration.ofHours(24);

    private final Shares shares = new Shares();
    private final List<Line> appended = new ArrayList<>();
    private long numbers;
    private final Claimant claimant =
            new Claimant(PARTITIONS, WINDOW, Duration.ofSeconds(3), () -> ++numbers, shares, new Appending());

    private record Line(int partition, ClaimLine line) {}

    /** What is written is read again by the test, when it says. */
    private final class Appending implements Actions {
        @Override
        public void append(int partition, ClaimLine line) {
            appended.add(new Line(partition, line));
        }

        @Override
        public void lapse(UUID owner) {
            throw new AssertionError("nobody is silent");
        }

        @Override
        public void deposed(UUID owner) {
            throw new AssertionError("nobody was shut out");
        }
    }

    /** A tenant that is refused sends no claims, and yet what it had must be over one day. */
    @Test
    void whatIsOldIsForgottenThoughNobodyClaimsAnything() {
        claimant.serve(new UUID(1, 1));
        for (int i = 0; i < 300; i++) {
            Slot slot = Slot.event("acme", "e" + i);
            claimant.entry(
                    slot.partition(PARTITIONS), new Entry(slot, 1, new Entry.Place("", "orders", 0, i)), 1_000_000);
        }
        assertThat(shares.room(Slot.mark("acme"), 100)).isFalse();

        claimant.tick(Duration.ofHours(26).toNanos());
        List<Line> lines = List.copyOf(appended);
        lines.forEach(line -> claimant.line(
                line.partition(), line.line(), 1_000_000 + Duration.ofHours(27).toMillis()));

        assertThat(lines).extracting(Line::partition).containsExactly(0, 1, 2);
        assertThat(shares.room(Slot.mark("acme"), 1)).isTrue();
        assertThat(claimant.bytes()).isZero();
    }

    @Test
    void suchLinesAreFew() {
        claimant.serve(new UUID(1, 1));
        for (int minute = 1; minute <= 60; minute++) {
            claimant.tick(Duration.ofMinutes(minute).toNanos());
        }

        assertThat(appended).hasSizeLessThanOrEqualTo(7 * PARTITIONS);
    }
}
