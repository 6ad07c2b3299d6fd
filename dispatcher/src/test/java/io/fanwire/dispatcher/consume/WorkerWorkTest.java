package io.fanwire.dispatcher.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.schemas.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** What the owner of a partition writes besides deliveries, and when it learns that it is the owner. */
final class WorkerWorkTest {
    private final Diary diary = new Diary();
    private final WorkerWorld world = new WorkerWorld(diary);

    /** Notes what it is told, and writes one record when a test asks for it. */
    private static final class Diary implements PartitionWork {
        private final List<String> told = new ArrayList<>();
        private Optional<Integer> wanted = Optional.empty();
        private boolean taken;

        @Override
        public void assigned(int partition) {
            told.add("assigned " + partition);
        }

        @Override
        public void revoked(int partition) {
            told.add("revoked " + partition);
        }

        @Override
        public void turn(Instant now, Outbox out) {
            wanted.ifPresent(partition -> taken = out.add(
                    partition,
                    List.of(record("a"), record("b")),
                    records -> records.forEach(record -> told.add(record.topic() + "@" + record.offset()))));
            wanted = Optional.empty();
        }

        private static ProducerRecord<byte[], byte[]> record(String text) {
            return new ProducerRecord<>("held", 0, new byte[0], text.getBytes(UTF_8));
        }
    }

    @Test
    void nothingIsPolledWhileALoopThatIsLateHasEnoughToDo() {
        WorkerWorld late = new WorkerWorld(1000, 5000);
        late.answersAfter = Optional.empty();
        for (int n = 0; n < 800; n++) {
            late.append(
                    late.zero, Samples.delivery("d" + n, Samples.key("k" + n % 4), Payload.utf8("x"), "text/plain"));
        }
        late.consumer.own(Optional.of(0L), late.zero);
        late.settle();
        assertThat(late.consumer.paused()).isEmpty();

        late.worker.turn();
        late.loop.freeze(Duration.ofMillis(100));
        late.worker.turn();

        assertThat(late.consumer.paused()).containsExactly(late.zero);
        late.loop.advance(Duration.ofSeconds(1));
        late.worker.turn();
        assertThat(late.consumer.paused())
                .as("what waits is for callbacks that take nothing")
                .isEmpty();
    }

    @Test
    void anOwnerHearsOfItsNumberOnceTheDeliveriesOfItAreOpen() {
        world.consumer.own(Optional.of(0L), world.zero, world.tier);
        assertThat(diary.told).isEmpty();
        world.settle();
        assertThat(diary.told).containsExactly("assigned 0");

        world.consumer.own(Optional.of(0L), world.zero);
        assertThat(diary.told).as("a tier is not the number").containsExactly("assigned 0");
        world.consumer.own(Optional.of(0L));

        assertThat(diary.told).containsExactly("assigned 0", "revoked 0");
    }

    @Test
    void aTransactionBesideDeliveriesCommitsTheMarkOfItsPartitionUnmoved() {
        world.consumer.own(Optional.of(7L), world.zero);
        world.settle();
        diary.wanted = Optional.of(0);
        world.settle();

        assertThat(diary.taken).isTrue();
        assertThat(world.topicsWritten()).containsExactly("held", "held");
        assertThat(world.committed(world.zero))
                .as("so that the group fences it")
                .isEqualTo(7);
        assertThat(diary.told).containsExactly("assigned 0", "held@0", "held@1");
    }

    @Test
    void whatIsBesideAnAbortedTransactionGoesIntoTheNextAndIsHeardOfOnce() {
        world.consumer.own(Optional.of(0L), world.zero);
        world.settle();
        diary.wanted = Optional.of(0);
        world.producer.commitTransactionException = new KafkaException("away");
        world.settle();
        assertThat(diary.told).containsExactly("assigned 0");

        world.producer.commitTransactionException = null;
        world.settle();

        assertThat(world.topicsWritten()).containsExactly("held", "held");
        assertThat(diary.told).filteredOn(line -> line.startsWith("held")).hasSize(2);
    }

    @Test
    void nothingIsTakenForANumberThatIsNotOursOrNotOpenYet() {
        world.consumer.unanswered.add(new TimeoutException("an undecided transaction"));
        world.consumer.own(Optional.of(0L), world.zero);
        diary.wanted = Optional.of(0);
        world.worker.turn();
        assertThat(diary.taken).isFalse();

        diary.wanted = Optional.of(1);
        world.settle();

        assertThat(diary.taken).isFalse();
        assertThat(world.producer.history()).isEmpty();
    }

    @Test
    void whatALostNumberHadToWriteIsDroppedBeforeItsOwnerHears() {
        world.consumer.own(Optional.of(0L), world.zero);
        world.settle();
        diary.wanted = Optional.of(0);
        world.producer.commitTransactionException = new KafkaException("away");
        world.settle();

        world.consumer.lose(world.zero);
        world.producer.commitTransactionException = null;
        world.settle();

        assertThat(world.producer.history()).isEmpty();
        assertThat(diary.told).containsExactly("assigned 0", "revoked 0");
    }

    @Test
    void theEffectOfATierCommitsTheDeliveriesOfItsNumberToo() {
        world.append(world.tier, "1");
        world.consumer.own(Optional.of(0L), world.zero, world.tier);
        world.live(Duration.ofSeconds(7));

        assertThat(world.begun).containsExactly("1");
        assertThat(world.committed(world.tier)).isEqualTo(1);
        assertThat(world.committed(world.zero)).isZero();
    }

    @Test
    void partitionsWhoseLastOwnerIsUndecidedWaitAndTheOthersGoOn() {
        world.append(world.zero, "a");
        world.append(world.one, "b");
        world.consumer.own(Optional.of(0L), world.zero);
        world.settle();
        for (int i = 0; i < 3; i++) {
            world.consumer.unanswered.add(new TimeoutException("an undecided transaction"));
        }
        world.consumer.own(Optional.of(0L), world.zero, world.one);
        world.append(world.zero, "c");
        world.settle();
        assertThat(world.begun).containsExactly("a", "c");

        world.live(Duration.ofSeconds(3));

        assertThat(world.begun).containsExactly("a", "c", "b");
        assertThat(diary.told).containsExactly("assigned 0", "assigned 1");
    }

    @Test
    void aPartitionGoesOnWhereItsLastOwnerCommitted() {
        world.append(world.zero, "1", "2", "3");
        world.consumer.own(Optional.of(2L), world.zero);

        world.settle();

        assertThat(world.begun).containsExactly("3");
        assertThat(world.committed(world.zero)).isEqualTo(3);
    }

    @Test
    void anAttemptThatEndsIsHeardOfBeforeAnythingIsPolled() {
        world.answersAfter = Optional.of(Duration.ofMillis(4));
        world.append(world.zero, "1");
        world.consumer.own(Optional.of(0L), world.zero);
        world.begin(1);
        assertThat(world.answers).hasSize(1);
        assertThat(world.answers.get(0)).isNotDone();

        var started = world.loop.instant();
        world.worker.turn();

        assertThat(world.answers.get(0)).isCompletedWithValue(new AttemptOutcome.Delivered(200));
        assertThat(Duration.between(started, world.loop.instant())).isLessThan(Duration.ofMillis(11));
        world.settle();
        assertThat(world.committed(world.zero)).isEqualTo(1);
    }
}
