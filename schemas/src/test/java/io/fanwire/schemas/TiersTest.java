package io.fanwire.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Any delay is a sum of tiers, largest first, and no other sum has fewer hops (P4). */
class TiersTest {
    private static final Tiers TIERS = Tiers.of(Tiers.DEFAULT, "fanwire.deliveries");

    @Test
    void tiersAreNamedByTheirDelay() {
        List<Duration> delays =
                List.of(Duration.ofMillis(250), Duration.ofSeconds(90), Duration.ofMinutes(90), Duration.ofHours(2));

        assertThat(Tiers.of(delays, "d").all())
                .extracting(Tiers.Tier::topic)
                .containsExactly("d.retry.250ms", "d.retry.90s", "d.retry.90m", "d.retry.2h");
        assertThat(TIERS.smallest().topic()).isEqualTo("fanwire.deliveries.retry.5s");
        assertThat(TIERS.largest().topic()).isEqualTo("fanwire.deliveries.retry.10h");
    }

    @Test
    void longDelaysOfTheDefaultScheduleAreSums() {
        assertThat(walk(Duration.ofHours(14))).containsExactly(hours(10), hours(2), hours(2));
        assertThat(walk(Duration.ofHours(20))).containsExactly(hours(10), hours(10));
        assertThat(walk(Duration.ofHours(24))).containsExactly(hours(10), hours(10), hours(2), hours(2));
        assertThat(walk(Duration.ofSeconds(4))).isEmpty();
    }

    @Test
    void everyDelayIsASumOfTiersWalkedLargestFirst() {
        Seeds.random().longs(2000, 0, Duration.ofHours(99).toMillis()).forEach(millis -> {
            Duration delay = Duration.ofMillis(millis);
            List<Duration> hops = walk(delay);
            Duration rest = delay.minus(hops.stream().reduce(Duration.ZERO, Duration::plus));

            assertThat(rest)
                    .as("seed %d, delay %s", Seeds.SEED, delay)
                    .isBetween(Duration.ZERO, TIERS.smallest().delay().minusMillis(1));
            assertThat(hops).isSortedAccordingTo((a, b) -> b.compareTo(a));
        });
    }

    @Test
    void noSumHasFewerHops() {
        int unit = (int) TIERS.smallest().delay().toSeconds();
        int most = (int) Duration.ofHours(30).toSeconds() / unit;
        int[] fewest = new int[most + 1];
        for (int i = 1; i <= most; i++) {
            fewest[i] = Integer.MAX_VALUE;
            for (Duration tier : Tiers.DEFAULT) {
                int size = (int) tier.toSeconds() / unit;
                if (size <= i) {
                    fewest[i] = Math.min(fewest[i], fewest[i - size] + 1);
                }
            }

            assertThat(walk(Duration.ofSeconds((long) i * unit)).size())
                    .as("%d s", i * unit)
                    .isEqualTo(fewest[i]);
        }
    }

    @Test
    void aTopicLeadsBackToItsTier() {
        assertThat(TIERS.ofTopic("fanwire.deliveries.retry.30m").map(Tiers.Tier::delay))
                .contains(Duration.ofMinutes(30));
        assertThat(TIERS.ofTopic("fanwire.deliveries")).isEmpty();
    }

    @Test
    void tiersThatCannotBeWalkedAreRefused() {
        assertRefused(List.of());
        assertRefused(List.of(Duration.ZERO));
        assertRefused(List.of(Duration.ofSeconds(-1)));
        assertRefused(List.of(Duration.ofSeconds(5), Duration.ofSeconds(5)));
        assertRefused(List.of(Duration.ofSeconds(5), Duration.ofSeconds(1)));
    }

    private static void assertRefused(List<Duration> delays) {
        assertThatThrownBy(() -> Tiers.of(delays, "d")).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Duration> walk(Duration delay) {
        List<Duration> hops = new ArrayList<>();
        Duration remaining = delay;
        for (Optional<Tiers.Tier> next = TIERS.next(remaining); next.isPresent(); next = TIERS.next(remaining)) {
            hops.add(next.get().delay());
            remaining = remaining.minus(next.get().delay());
        }
        return hops;
    }

    private static Duration hours(int hours) {
        return Duration.ofHours(hours);
    }
}
