package io.fanwire.dispatcher.consume;

import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** The tier of these records is 5 s. */
final class DelayGateTest {
    private final Topics topics = new Topics(TopicSettings.local("fanwire."));
    private final TopicPartition tier =
            new TopicPartition(topics.tiers().smallest().topic(), 0);
    private final TopicPartition otherTier =
            new TopicPartition(topics.tiers().smallest().topic(), 1);
    private final TopicPartition direct = new TopicPartition(topics.deliveries(), 0);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final DelayGate gate = new DelayGate(topics.tiers(), consumer);

    DelayGateTest() {
        consumer.assign(List.of(tier, otherTier, direct));
        consumer.assignment().forEach(partition -> consumer.seek(partition, 1000));
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset, Instant appended) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                appended.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                Optional.empty());
    }

    private void arrived(TopicPartition partition, Instant... appended) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (Instant time : appended) {
            records.add(record(partition, 10 + records.size(), time));
        }
        gate.arrived(partition, records);
    }

    private List<Long> due(Instant now) {
        return gate.due(now).stream().map(ConsumerRecord::offset).toList();
    }

    @Test
    void deliveriesOfNoTierAreDueAtOnceWhateverTheirTime() {
        arrived(direct, NOW.plusSeconds(3600), Instant.EPOCH, NOW);

        assertThat(due(NOW)).containsExactly(10L, 11L, 12L);
        assertThat(gate.closed(direct)).isFalse();
    }

    @Test
    void aRecordIsDueWhenItsTierIsOverAndNotBefore() {
        arrived(tier, NOW.minusMillis(5000), NOW.minusMillis(4999), NOW.minusMillis(4500));

        assertThat(due(NOW)).containsExactly(10L);
        assertThat(due(NOW.plusMillis(1))).containsExactly(11L);
        assertThat(due(NOW.plusMillis(499))).isEmpty();
        assertThat(due(NOW.plusMillis(500))).containsExactly(12L);
    }

    @Test
    void aHeadThatIsDueWithinASecondWaitsInMemory() {
        arrived(tier, NOW.minusMillis(4000), NOW);

        assertThat(due(NOW)).isEmpty();

        assertThat(gate.closed(tier)).isTrue();
        assertThat(consumer.position(tier)).as("not gone back to").isEqualTo(1000);
        assertThat(due(NOW.plusSeconds(1))).containsExactly(10L);
    }

    @Test
    void aHeadThatIsDueLaterIsReadAgainThen() {
        arrived(tier, NOW.minusMillis(5000), NOW.minusMillis(3999), NOW);

        assertThat(due(NOW)).containsExactly(10L);

        assertThat(gate.waits()).isTrue();
        Instant wakeUp = NOW.plusMillis(1001);
        assertThat(due(wakeUp.minusMillis(1))).as("nothing was kept").isEmpty();
        assertThat(consumer.position(tier)).isEqualTo(1000);
        assertThat(due(wakeUp)).isEmpty();
        assertThat(consumer.position(tier)).isEqualTo(11);
        assertThat(gate.waits()).isFalse();
    }

    private List<Long> ahead() {
        return gate.ahead().stream().map(ConsumerRecord::offset).toList();
    }

    @Test
    void whatIsNotDueIsLookedAtOnce() {
        arrived(tier, NOW.minusMillis(5000), NOW.minusMillis(4500), NOW.minusMillis(4400));
        due(NOW);
        assertThat(ahead()).containsExactly(11L, 12L);
        due(NOW);
        assertThat(ahead()).isEmpty();

        gate.arrived(tier, List.of(record(tier, 13, NOW.minusMillis(4300))));
        due(NOW);

        assertThat(ahead()).containsExactly(13L);
    }

    @Test
    void behindAHeadThatIsDueLaterReadingGoesOnAndStartsAgainAtTheHead() {
        arrived(tier, NOW.minusMillis(2000), NOW);
        due(NOW);
        assertThat(gate.closed(tier)).isFalse();

        gate.arrived(tier, List.of(record(tier, 12, NOW), record(tier, 13, NOW)));
        assertThat(due(NOW.plusMillis(10))).isEmpty();
        assertThat(ahead()).containsExactly(10L, 11L, 12L, 13L);

        due(NOW.plusSeconds(3));
        assertThat(consumer.position(tier)).isEqualTo(10);
        arrived(tier, NOW.minusMillis(2000), NOW);
        assertThat(due(NOW.plusSeconds(3))).containsExactly(10L);
        assertThat(ahead()).isEmpty();
        assertThat(consumer.position(tier)).as("12 and 13 are known").isEqualTo(14);
    }

    @Test
    void itLooksAheadWithinBounds() {
        arrived(tier, NOW);
        due(NOW);

        gate.arrived(tier, List.of(record(tier, 10 + DelayGate.AHEAD - 2, NOW)));
        assertThat(gate.closed(tier)).isFalse();
        gate.arrived(tier, List.of(record(tier, 10 + DelayGate.AHEAD - 1, NOW)));

        assertThat(gate.closed(tier)).isTrue();
        assertThat(due(NOW.plusSeconds(5))).isEmpty();
        assertThat(gate.closed(tier)).as("its head is due").isFalse();
    }

    @Test
    void whatIsLeftForAMomentIsNotLookedAhead() {
        arrived(direct, NOW, NOW);
        List<ConsumerRecord<byte[], byte[]>> due = gate.due(NOW);

        gate.again(due.get(0), NOW.plusMillis(50));

        assertThat(gate.closed(direct)).isTrue();
        assertThat(ahead()).isEmpty();
    }

    @Test
    void partitionsWaitEachForItself() {
        arrived(tier, NOW);
        arrived(otherTier, NOW.minusSeconds(5));

        assertThat(due(NOW)).containsExactly(10L);

        gate.forget(Set.of(otherTier));
        assertThat(gate.waits()).as("the other waits").isTrue();
        gate.forget(Set.of(tier));
        assertThat(gate.waits()).isFalse();
    }

    @Test
    void aRecordCanBeReadAgainWithAllThatFollowsIt() {
        arrived(tier, NOW.minusSeconds(5), NOW.minusSeconds(5), NOW.minusMillis(4500));
        List<ConsumerRecord<byte[], byte[]>> due = gate.due(NOW);

        gate.again(due.get(1), NOW.plusSeconds(1));

        assertThat(consumer.position(tier)).isEqualTo(11);
        assertThat(due(NOW.plusMillis(999)))
                .as("what waited in memory is read again too")
                .isEmpty();
        assertThat(gate.closed(tier)).isTrue();
        due(NOW.plusSeconds(1));
        assertThat(gate.closed(tier)).isFalse();
    }

    @Test
    void whatIsForgottenNeitherWaitsNorComesBack() {
        arrived(tier, NOW.minusMillis(4500));
        arrived(otherTier, NOW);
        gate.due(NOW);

        gate.forget(Set.of(tier, otherTier));

        assertThat(gate.closed(tier)).isFalse();
        assertThat(gate.closed(otherTier)).isFalse();
        assertThat(due(NOW.plusSeconds(60))).isEmpty();
        assertThat(ahead()).isEmpty();
        assertThat(gate.waits()).isFalse();
    }
}
