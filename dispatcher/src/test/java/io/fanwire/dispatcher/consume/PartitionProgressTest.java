package io.fanwire.dispatcher.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.dispatcher.fixture.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PartitionProgressTest {
    private final PartitionProgress progress = new PartitionProgress(7, 10, ProgressMap.EMPTY);

    @Test
    void nothingIsCommittedBeforeTheFirstIsDone() {
        progress.received(10, 100);
        progress.received(11, 100);

        progress.done(11);

        assertThat(progress.mark()).isEqualTo(10);
        assertThat(progress.open()).isEqualTo(1);
        assertThat(progress.window()).isEqualTo(2);
    }

    @Test
    void theMarkPassesEverythingThatIsDoneInOneRow() {
        progress.received(10, 100);
        progress.received(15, 100);
        progress.received(16, 100);
        progress.done(15);

        progress.done(10);

        assertThat(progress.changed()).isTrue();
        assertThat(progress.mark()).isEqualTo(16);
        progress.committed();
        assertThat(progress.changed()).isFalse();
    }

    @Test
    void whatIsDoneAheadIsClaimedAtOnceAndDoneWhenItIsReceived() {
        progress.received(10, 100);
        assertThat(progress.doneAhead(12)).isTrue();
        assertThat(progress.changed()).isTrue();

        OffsetAndMetadata commit = progress.toCommit();

        assertThat(commit.offset()).isEqualTo(10);
        PartitionProgress next = new PartitionProgress(
                8, 10, ProgressMap.decode(commit.metadata(), 10).orElseThrow());
        assertThat(next.doneBefore(12)).isTrue();
        assertThat(next.doneBefore(11)).isFalse();
        assertThat(progress.doneBefore(12)).isTrue();
        progress.received(12, 100);
        assertThat(progress.open()).isEqualTo(1);
        progress.done(10);
        assertThat(progress.mark()).isEqualTo(13);
    }

    @Test
    void whatIsDoneAheadAndThenDeletedFromTheLogIsNotClaimed() {
        progress.received(10, 100);
        progress.doneAhead(12);
        progress.received(13, 100);
        progress.done(10);
        progress.done(13);

        assertThat(progress.toCommit()).isEqualTo(new OffsetAndMetadata(14));
    }

    @Test
    void aheadIsOnlyWhatWasNotReceivedOnceAndWhereAMapReaches() {
        progress.received(10, 100);

        assertThat(progress.doneAhead(10)).isFalse();
        assertThat(progress.doneAhead(11)).isTrue();
        assertThat(progress.doneAhead(11)).isFalse();
        assertThat(progress.doneAhead(10 + ProgressMap.ALWAYS_FITS)).isFalse();
    }

    @Test
    void aRestartRepeatsWhatWasOpenAndNothingElse() {
        for (long offset : new long[] {10, 12, 15, 16, 17}) {
            progress.received(offset, 100);
        }
        progress.done(10);
        progress.done(15);
        progress.done(17);
        PartitionProgress next = restarted(progress);

        assertThat(next.mark()).isEqualTo(11);
        assertThat(next.doneBefore(12)).isFalse();
        assertThat(next.doneBefore(15)).isTrue();
        assertThat(next.doneBefore(16)).isFalse();
        next.received(12, 100);
        next.done(12);
        PartitionProgress third = restarted(next);

        assertThat(third.doneBefore(15))
                .as("claimed on, though not received again")
                .isTrue();
        assertThat(third.doneBefore(17)).isTrue();
        third.received(15, 100);
        assertThat(third.mark()).isEqualTo(16);
        assertThat(third.open()).isZero();
    }

    private static PartitionProgress restarted(PartitionProgress before) {
        OffsetAndMetadata committed = before.toCommit();
        return new PartitionProgress(
                8,
                committed.offset(),
                ProgressMap.decode(committed.metadata(), committed.offset()).orElseThrow());
    }

    @Test
    void anyNumberOfRestartsRepeatOnlyWhatWasNotDone() {
        RandomGenerator random = Seeds.random();
        PartitionProgress now = new PartitionProgress(1, 0, ProgressMap.EMPTY);
        Set<Long> done = new HashSet<>();
        for (int restart = 0; restart < 300; restart++) {
            long offset = now.mark();
            for (int i = 0; i < random.nextInt(60); i++) {
                offset += offset % 7 == 3 ? 2 : 0;
                assertThat(now.doneBefore(offset)).as("seed %s", Seeds.SEED).isEqualTo(done.contains(offset));
                now.received(offset, 100);
                if (!done.contains(offset) && random.nextInt(3) > 0) {
                    now.done(offset);
                    done.add(offset);
                }
                offset++;
            }
            now = restarted(now);
        }
        assertThat(now.mark()).isGreaterThan(1000);
    }

    @Test
    void anOffsetIsDoneOnce() {
        progress.received(10, 100);

        assertThat(progress.done(9)).isFalse();
        assertThat(progress.done(10)).isTrue();
        assertThat(progress.done(10)).isFalse();
    }

    @Test
    void anOffsetThatDoesNotGrowIsRefused() {
        progress.received(10, 100);
        assertThatThrownBy(() -> progress.received(10, 100)).isInstanceOf(IllegalArgumentException.class);

        progress.done(10);

        assertThatThrownBy(() -> progress.received(3, 100)).isInstanceOf(IllegalArgumentException.class);
        assertThat(progress.mark()).isEqualTo(11);
    }

    @Test
    void whatIsWideIsReceivedOnlyWhileLittleOfItIsOpen() {
        progress.received(10, 100);
        assertThat(progress.admits(10 + ProgressMap.ALWAYS_FITS - 1)).isTrue();
        assertThat(progress.admits(10 + ProgressMap.ALWAYS_FITS)).isFalse();
        for (long offset = 11; offset < 10 + ProgressMap.ALWAYS_FITS; offset++) {
            progress.received(offset, 100);
            progress.done(offset);
        }

        assertThat(progress.gaps()).isEqualTo(1);
        assertThat(progress.admits(10 + ProgressMap.ALWAYS_FITS)).isTrue();
        assertThat(progress.admits(10 + ProgressMap.ALWAYS_FITS + ProgressMap.FEW))
                .as("what no record has is not done either")
                .isFalse();
        assertThat(progress.keepsWaiting()).isTrue();
        progress.done(10);
        assertThat(progress.keepsWaiting()).isFalse();
        assertThat(progress.admits(Long.MAX_VALUE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {30_000, 1L << 40})
    void whatFollowsAJumpBeginsAnewOnceNothingIsOpen(long far) {
        progress.received(10, 100);
        progress.doneAhead(20);
        progress.done(10);

        progress.received(far, 100);
        assertThat(progress.admits(far + 1)).isTrue();
        progress.received(far + 1, 100);
        progress.done(far + 1);

        assertThat(progress.window()).isEqualTo(2);
        assertThat(progress.gaps()).isEqualTo(1);
        assertThat(restarted(progress).doneBefore(far + 1)).isTrue();
        progress.done(far);
        assertThat(progress.mark()).isEqualTo(far + 2);
    }

    @Test
    void aWideWindowMovesOnAndIsCommittedWhole() {
        RandomGenerator random = Seeds.random();
        Set<Long> open = new HashSet<>();
        long offset = 10;
        for (int i = 0; i < 600_000; i++, offset++) {
            progress.received(offset, 100);
            if (random.nextInt(200) == 0) {
                open.add(offset);
            } else {
                progress.done(offset);
            }
            if (i % 150_000 == 149_999) {
                long from = progress.mark();
                PartitionProgress next = restarted(progress);
                for (long each = from; each <= offset; each++) {
                    assertThat(next.doneBefore(each) || each < next.mark())
                            .as("seed %s, offset %s", Seeds.SEED, each)
                            .isEqualTo(!open.contains(each));
                }
                assertThat(progress.gaps()).isEqualTo(open.size());
                open.forEach(progress::done);
                open.clear();
                assertThat(progress.window()).isZero();
            }
        }
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
                progress.received(next, 100);
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
            } else if (progress.changed()) {
                committed = progress.mark();
                progress.committed();
            }
            if (progress.mark() != passed
                    || progress.open() != open.size()
                    || progress.window() != (naive.isEmpty() ? 0 : naive.lastKey() + 1 - passed)) {
                throw new AssertionError(
                        "seed " + Seeds.SEED + ", operation " + i + ": " + progress.mark() + " instead of " + passed);
            }
        }
        assertThat(committed).as("the run must get somewhere").isGreaterThan(100_000);
    }
}
