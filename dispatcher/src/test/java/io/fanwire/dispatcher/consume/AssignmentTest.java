package io.fanwire.dispatcher.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.lane.Source;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class AssignmentTest {
    private static final TopicPartition ONE = new TopicPartition("deliveries", 1);
    private static final TopicPartition TWO = new TopicPartition("deliveries", 2);

    private final Assignment assignment = new Assignment(new Examination());

    private void own(TopicPartition... partitions) {
        assignment.add(List.of(partitions));
        for (TopicPartition partition : partitions) {
            assignment.restored(partition, new OffsetAndMetadata(0));
        }
    }

    private PartitionProgress progress(TopicPartition partition) {
        return assignment.progress(partition).orElseThrow();
    }

    @Test
    void aPartitionThatComesBackIsAnotherEpoch() {
        own(ONE);
        Source before = new Source(ONE, progress(ONE).epoch(), 5);
        assertThat(assignment.current(before)).isTrue();

        assignment.remove(List.of(ONE));
        assertThat(assignment.current(before)).isFalse();
        own(ONE);

        assertThat(assignment.current(before)).isFalse();
        assertThat(assignment.current(new Source(ONE, progress(ONE).epoch(), 5)))
                .isTrue();
    }

    @Test
    void aRecordThatTheNextEndCondemnsIsAloneInItsProcess() {
        String suspicion = new ProgressMap(new BitSet(), Quarantine.CONDEMNED - 1, OptionalLong.of(0)).encode(0);
        assignment.add(List.of(ONE, TWO));
        List.of(ONE, TWO).forEach(partition -> assignment.restored(partition, new OffsetAndMetadata(0, suspicion)));
        assertThat(assignment.decide(progress(ONE), 0)).isEqualTo(Quarantine.Decision.WAIT);
        assignment.decide(progress(TWO), 0);
        assignment.committed(assignment.toCommit(Set.of()));
        assertThat(assignment.decide(progress(ONE), 0)).isEqualTo(Quarantine.Decision.GO);
        assertThat(assignment.decide(progress(TWO), 0)).isEqualTo(Quarantine.Decision.WAIT);

        progress(ONE).received(0, 1);
        progress(ONE).done(0);
        assertThat(assignment.decide(progress(TWO), 0))
                .as("what is done is not committed")
                .isEqualTo(Quarantine.Decision.WAIT);
        assignment.committed(assignment.toCommit(Set.of()));
        assertThat(assignment.decide(progress(TWO), 0)).as("is named now").isEqualTo(Quarantine.Decision.WAIT);
        assignment.committed(assignment.toCommit(Set.of()));

        assertThat(assignment.decide(progress(TWO), 0)).isEqualTo(Quarantine.Decision.GO);
    }

    @Test
    void onlyMarksThatMovedAreCommitted() {
        own(ONE, TWO);
        progress(ONE).received(4, 100);
        progress(TWO).received(9, 100);
        progress(ONE).done(4);

        assertThat(assignment.toCommit(Set.of())).isEqualTo(Map.of(ONE, new OffsetAndMetadata(5)));
        assignment.committed(assignment.toCommit(Set.of()));

        assertThat(assignment.toCommit(Set.of())).isEmpty();
    }

    @Test
    void aMarkThatDidNotMoveIsCommittedWhenItIsAskedFor() {
        own(ONE);

        assertThat(assignment.toCommit(Set.of(ONE, TWO))).isEqualTo(Map.of(ONE, new OffsetAndMetadata(0)));
    }

    @Test
    void aPartitionIsOpenOnceItIsKnownWhatWasCommitted() {
        assignment.add(List.of(ONE));
        assertThat(assignment.waiting(ONE)).isTrue();
        assertThat(assignment.progress(ONE)).isEmpty();
        assertThat(assignment.partitions()).containsExactly(ONE);

        assignment.restored(ONE, new OffsetAndMetadata(7));
        assignment.restored(TWO, new OffsetAndMetadata(7));

        assertThat(assignment.waiting(ONE)).isFalse();
        assertThat(progress(ONE).mark()).isEqualTo(7);
        assertThat(assignment.partitions()).as("two was never ours").containsExactly(ONE);
    }

    @Test
    void aCommitOfAPartitionThatWentIsIgnored() {
        own(ONE);

        assignment.committed(Map.of(TWO, new OffsetAndMetadata(5)));

        assertThat(assignment.partitions()).containsExactly(ONE);
        assertThat(assignment.progress(TWO)).isEmpty();
    }

    @Test
    void whatIsOpenIsCountedPerPartitionAndInAll() {
        own(ONE, TWO);
        progress(ONE).received(1, 100);
        progress(TWO).received(1, 100);
        progress(TWO).received(2, 100);
        progress(TWO).done(2);

        assertThat(assignment.open()).isEqualTo(2);
        assertThat(assignment.openBytes()).isEqualTo(200);
        assertThat(assignment.open(Set.of(TWO))).isEqualTo(1);
        assertThat(assignment.open(Set.of(new TopicPartition("deliveries", 3)))).isZero();
    }

    @Test
    void aWindowIsFullWhenTheFirstOpenRecordIsTooFarBehind() {
        own(ONE, TWO);
        for (int offset = 0; offset < Assignment.WIDEST_WINDOW; offset++) {
            assertThat(assignment.windowFull(ONE)).isFalse();
            progress(ONE).received(offset, 100);
            if (offset > 0) {
                progress(ONE).done(offset);
            }
        }

        assertThat(assignment.windowFull(ONE)).isTrue();
        assertThat(assignment.windowFull(TWO)).isFalse();
        progress(ONE).done(0);
        assertThat(assignment.windowFull(ONE)).isFalse();
    }

    @Test
    void aWindowWithMoreThanALittleOpenIsFullFarSooner() {
        own(ONE);
        for (int offset = 0; offset < Assignment.MAX_WINDOW; offset++) {
            assertThat(assignment.windowFull(ONE)).isFalse();
            progress(ONE).received(offset, 100);
            if (offset > Assignment.FEW) {
                progress(ONE).done(offset);
            }
        }

        assertThat(assignment.windowFull(ONE)).isTrue();
        progress(ONE).done(Assignment.FEW);
        assertThat(assignment.windowFull(ONE)).isFalse();
    }
}
