package io.fanwire.dispatcher.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.dispatcher.fixture.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class PartitionProgressTest {
    private final PartitionProgress progress = new PartitionProgress(7, 10);

    @Test
    void nothingIsCommittedBeforeTheFirstIsDone() {
        progress.received(10);
        progress.received(11);

        progress.done(11);

        assertThat(progress.moved()).isFalse();
        assertThat(progress.open()).isEqualTo(1);
        assertThat(progress.window()).isEqualTo(2);
    }

    @Test
    void theMarkPassesEverythingThatIsDoneInOneRow() {
        progress.received(10);
        progress.received(15);
        progress.received(16);
        progress.done(15);

        progress.done(10);

        assertThat(progress.moved()).isTrue();
        assertThat(progress.mark()).isEqualTo(16);
        progress.committed(16);
        assertThat(progress.moved()).isFalse();
    }

    @Test
    void anOffsetIsDoneOnce() {
        progress.received(10);

        assertThat(progress.done(9)).isFalse();
        assertThat(progress.done(10)).isTrue();
        assertThat(progress.done(10)).isFalse();
    }

    @Test
    void anOffsetThatDoesNotGrowIsRefused() {
        progress.received(10);
        assertThatThrownBy(() -> progress.received(10)).isInstanceOf(IllegalArgumentException.class);

        progress.done(10);

        assertThatThrownBy(() -> progress.received(3)).isInstanceOf(IllegalArgumentException.class);
        assertThat(progress.mark()).isEqualTo(11);
    }

    /** Property P1: 10^6 operations against a map of what was received and whether it is done. */
    @Test
    void itAgreesWithANaiveMapOverAMillionOperations() {
        RandomGenerator random = Seeds.random();
        TreeMap<Long, Boolean> naive = new TreeMap<>();
        List<Long> open = new ArrayList<>();
        long next = 10L + random.nextInt(1000);
        long passed = 10;
        long committed = 10;
        for (int i = 0; i < 1_000_000; i++) {
            int what = random.nextInt(100);
            if (what < 49 && naive.size() < 400) {
                progress.received(next);
                naive.put(next, false);
                open.add(next);
                next += random.nextInt(10) == 0 ? 1 + random.nextInt(50) : 1;
            } else if (what < 97 && !open.isEmpty()) {
                int last = open.size() - 1;
                int chosen = random.nextInt(Math.min(open.size(), 40));
                long offset = open.set(chosen, open.get(last));
                open.remove(last);
                naive.put(offset, true);
                assertThat(progress.done(offset)).isTrue();
                while (!naive.isEmpty() && naive.firstEntry().getValue()) {
                    passed = naive.pollFirstEntry().getKey() + 1;
                }
            } else if (progress.moved()) {
                committed = progress.mark();
                progress.committed(committed);
            }
            if (progress.mark() != passed
                    || progress.moved() != (passed > committed)
                    || progress.open() != open.size()
                    || progress.window() != naive.size()) {
                throw new AssertionError(
                        "seed " + Seeds.SEED + ", operation " + i + ": " + progress.mark() + " instead of " + passed);
            }
        }
        assertThat(committed).as("the run must get somewhere").isGreaterThan(100_000);
    }
}
