package io.fanwire.dispatcher.consume;

import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fanwire.dispatcher.lane.Source;
import io.fanwire.runtime.Backoff;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TickTest {
    private static final TopicPartition PARTITION = new TopicPartition("deliveries", 0);
    private static final TopicPartition OTHER = new TopicPartition("deliveries", 1);
    private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS = Map.of(PARTITION, new OffsetAndMetadata(2));
    private static final ConsumerGroupMetadata GROUP = new MockConsumer<>("none").groupMetadata();

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Tick tick = new Tick(producer, Backoff.standard(() -> 0));

    TickTest() {
        producer.initTransactions();
    }

    private static Effect effect(TopicPartition partition, long offset, int bytes) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        records.add(new ProducerRecord<>("deliveries.dlq", new byte[bytes]));
        records.add(new ProducerRecord<>("attempts", new byte[0]));
        return new Effect(new Source(partition, 1, offset), records);
    }

    static List<KafkaException> takenOver() {
        return List.of(
                new ProducerFencedException("x"),
                new FencedInstanceIdException("x"),
                new InvalidProducerEpochException("x"));
    }

    static List<KafkaException> beyondRepair() {
        return List.of(new OutOfOrderSequenceException("x"), new TopicAuthorizationException("x"));
    }

    @Test
    void effectsAndOffsetsAreOneTransaction() {
        tick.add(effect(PARTITION, 0, 1));
        tick.add(effect(PARTITION, 1, 1));

        assertThat(tick.commit(OFFSETS, GROUP, NOW)).isTrue();

        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(producer.history()).hasSize(4);
        assertThat(producer.consumerGroupOffsetsHistory()).containsExactly(Map.of(GROUP.groupId(), OFFSETS));
        assertThat(tick.size()).isZero();
    }

    @Test
    void anAbortShowsNothingAndTheNextCommitCarriesEverything() {
        tick.add(effect(PARTITION, 0, 1));
        producer.commitTransactionException = new KafkaException("a broker that went away");
        assertThat(tick.commit(OFFSETS, GROUP, NOW)).isFalse();
        assertThat(producer.transactionAborted()).isTrue();
        assertThat(producer.history()).isEmpty();
        assertThat(producer.consumerGroupOffsetsHistory()).isEmpty();
        assertThat(tick.size()).isEqualTo(1);

        producer.commitTransactionException = null;
        tick.add(effect(PARTITION, 1, 1));
        assertThat(tick.commit(OFFSETS, GROUP, NOW)).isTrue();

        assertThat(producer.history()).hasSize(4);
        assertThat(producer.consumerGroupOffsetsHistory()).hasSize(1);
    }

    @Test
    void whatIsTooLargeForItsTopicIsTriedSmallerUntilItIsTaken() {
        Set<String> small = new HashSet<>(Set.of("retry", "dlq"));
        MockProducer<byte[], byte[]> refusing = new RefusingProducer(small);
        refusing.initTransactions();
        Tick climbing = new Tick(refusing, Backoff.standard(() -> 0));
        climbing.add(effect(PARTITION, 0, 1));
        climbing.add(to("retry", to("dlq", to("poison", Effect.Smaller.NONE))));
        climbing.add(effect(PARTITION, 2, 1));

        assertThat(climbing.commit(OFFSETS, GROUP, NOW)).isFalse();
        assertThat(climbing.commit(OFFSETS, GROUP, NOW)).isFalse();
        assertThat(climbing.commit(OFFSETS, GROUP, NOW)).isTrue();

        assertThat(refusing.history().stream().map(ProducerRecord::topic))
                .containsExactly("deliveries.dlq", "attempts", "poison", "deliveries.dlq", "attempts");
    }

    private static Effect to(String topic, Effect smaller) {
        return to(topic, () -> Optional.of(smaller));
    }

    private static Effect to(String topic, Effect.Smaller smaller) {
        return new Effect(new Source(PARTITION, 1, 1), List.of(new ProducerRecord<>(topic, new byte[1])))
                .orSmaller(smaller);
    }

    /** Refuses what is for some topics, as a broker does that finds it too large. */
    private static final class RefusingProducer extends MockProducer<byte[], byte[]> {
        private final Set<String> small;
        private boolean refused;

        RefusingProducer(Set<String> small) {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            this.small = small;
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            if (small.contains(record.topic())) {
                refused = true;
                return CompletableFuture.failedFuture(new RecordTooLargeException("too large for " + record.topic()));
            }
            return super.send(record);
        }

        @Override
        public void commitTransaction() {
            if (refused) {
                refused = false;
                throw new KafkaException("a record was refused");
            }
            super.commitTransaction();
        }
    }

    @Test
    void offsetsThatAreRefusedAbortTheEffectsToo() {
        tick.add(effect(PARTITION, 0, 1));
        producer.sendOffsetsToTransactionException = new KafkaException("not a member any more");

        assertThat(tick.commit(OFFSETS, GROUP, NOW)).isFalse();

        assertThat(producer.history()).isEmpty();
        assertThat(tick.size()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("takenOver")
    void aWorkerWhoseIdentityWasTakenIsFenced(KafkaException fenced) {
        tick.add(effect(PARTITION, 0, 1));
        producer.sendOffsetsToTransactionException = fenced;

        WorkerLostException lost =
                catchThrowableOfType(WorkerLostException.class, () -> tick.commit(OFFSETS, GROUP, NOW));

        assertThat(lost.fenced()).isTrue();
        assertThat(producer.history()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("beyondRepair")
    void aProducerBeyondRepairEndsTheWorkerButNotItsIdentity(KafkaException fatal) {
        tick.add(effect(PARTITION, 0, 1));
        producer.commitTransactionException = fatal;

        WorkerLostException lost =
                catchThrowableOfType(WorkerLostException.class, () -> tick.commit(OFFSETS, GROUP, NOW));

        assertThat(lost.fenced()).isFalse();
    }

    @Test
    void aCommitWhoseResultIsUnknownEndsTheWorker() {
        tick.add(effect(PARTITION, 0, 1));
        producer.commitTransactionException = new TimeoutException("no answer");
        producer.abortTransactionException = new IllegalStateException("the commit must be retried");

        WorkerLostException lost =
                catchThrowableOfType(WorkerLostException.class, () -> tick.commit(OFFSETS, GROUP, NOW));

        assertThat(lost.fenced()).isFalse();
        assertThat(lost).cause().hasSuppressedException(producer.commitTransactionException);
    }

    @Test
    void aTransactionIsDueAfterAWhileFourThousandEffectsOrFourMebibytes() {
        assertThat(tick.due(NOW)).isFalse();
        tick.add(effect(PARTITION, 0, 1));
        assertThat(tick.due(NOW)).as("the first in a long time").isTrue();
        tick.commit(OFFSETS, GROUP, NOW);

        tick.add(effect(PARTITION, 1, 1));
        assertThat(tick.due(NOW.plus(Tick.EVERY).minusMillis(1))).isFalse();
        assertThat(tick.due(NOW.plus(Tick.EVERY))).isTrue();

        for (int offset = 2; offset < 4001; offset++) {
            assertThat(tick.due(NOW)).isFalse();
            tick.add(effect(PARTITION, offset, 1));
        }
        assertThat(tick.due(NOW)).isTrue();
        tick.commit(OFFSETS, GROUP, NOW);

        tick.add(effect(PARTITION, 4001, 4 * 1024 * 1024));
        assertThat(tick.due(NOW)).isTrue();
    }

    @Test
    void effectsOfLostPartitionsAreDroppedWithTheirBytes() {
        tick.commit(OFFSETS, GROUP, NOW);
        tick.add(effect(PARTITION, 0, 4 * 1024 * 1024));
        tick.add(effect(OTHER, 0, 1));

        tick.drop(source -> source.partition().equals(PARTITION));

        assertThat(tick.size()).isEqualTo(1);
        assertThat(tick.due(NOW)).isFalse();
    }

    @Test
    void effectsWithoutAMarkThatMovedAreCommittedAlone() {
        tick.add(effect(PARTITION, 5, 1));

        assertThat(tick.commit(Map.of(), GROUP, NOW)).isTrue();

        assertThat(producer.history()).hasSize(2);
        assertThat(producer.sentOffsets()).isFalse();
    }

    @Test
    void afterAFailureTheNextTransactionWaitsLongerAndLongerEvenWhenThereIsMuchToWrite() {
        for (int i = 0; i < 1000; i++) {
            tick.add(effect(PARTITION, i, 1));
        }
        producer.commitTransactionException = new KafkaException("not now");
        assertThat(tick.due(NOW)).isTrue();
        Instant now = NOW;
        for (int failures = 0; failures < 10; failures++) {
            assertThat(tick.commit(OFFSETS, GROUP, now)).isFalse();
            assertThat(tick.due(now.plusMillis(49))).isFalse();
            now = now.plusSeconds(5);
            assertThat(tick.due(now)).isTrue();
        }
        assertThat(tick.commit(OFFSETS, GROUP, now)).isFalse();
        assertThat(tick.due(now.plusMillis(4999))).isFalse();

        producer.commitTransactionException = null;
        assertThat(tick.commit(OFFSETS, GROUP, now.plusSeconds(5))).isTrue();
    }

    @Test
    void whatKafkaRefusesForGoodEndsTheProcessAndWhatItMayDecideOtherwiseDoesNot() {
        KafkaException cause = new KafkaException("why");
        assertThat(WorkerSlot.hopeless(new WorkerLostException("x", WorkerLostException.Why.FENCED, cause)))
                .isTrue();
        assertThat(WorkerSlot.hopeless(new WorkerLostException("x", WorkerLostException.Why.REFUSED, cause)))
                .isTrue();
        assertThat(WorkerSlot.hopeless(new FencedInstanceIdException("taken"))).isTrue();
        assertThat(WorkerSlot.hopeless(new TopicAuthorizationException("no"))).isTrue();
        assertThat(WorkerSlot.hopeless(new WorkerLostException("x", WorkerLostException.Why.UNDECIDED, cause)))
                .isFalse();
        assertThat(WorkerSlot.hopeless(cause)).isFalse();
    }
}
