package io.fanwire.dispatcher.consume;

import static io.fanwire.dispatcher.fixture.Samples.KEY;
import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static io.fanwire.dispatcher.fixture.Samples.delivery;
import static io.fanwire.dispatcher.fixture.Samples.progress;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.schemas.Payload;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;

/** From the log to the callback and back into the log. Rebalances have a test of their own. */
final class WorkerTest {
    private final WorkerWorld world = new WorkerWorld();

    @Test
    void aDeliveryIsSentAndItsOffsetCommittedWithItsAttempt() {
        world.append(world.zero, "1", "2");
        world.consumer.own(Optional.of(0L), world.zero);

        world.settle();

        assertThat(world.begun).containsExactly("1", "2");
        assertThat(world.topicsWritten()).containsExactly("fanwire.attempts", "fanwire.attempts");
        assertThat(world.committed(world.zero)).isEqualTo(2);
    }

    @Test
    void noOffsetIsCommittedPastAnOpenRecord() {
        world.answersAfter = Optional.empty();
        world.append(world.zero, "1", "2", "3");
        world.consumer.own(Optional.of(0L), world.zero);
        world.settle();

        world.answers.get(1).complete(new AttemptOutcome.Delivered(200));
        world.settle();
        assertThat(world.topicsWritten()).containsExactly("fanwire.attempts");
        assertThat(world.committed(world.zero)).isZero();

        world.answers.get(0).complete(new AttemptOutcome.Delivered(200));
        world.settle();
        assertThat(world.committed(world.zero)).isEqualTo(2);
    }

    @Test
    void whatIsDoneAboveAnOpenRecordIsNotSentAgainByTheNextOwner() {
        world.answersAfter = Optional.empty();
        world.append(world.zero, "1", "2", "3");
        world.consumer.own(Optional.of(0L), world.zero);
        world.settle();
        world.answers.get(1).complete(new AttemptOutcome.Delivered(200));
        world.answers.get(2).complete(new AttemptOutcome.Delivered(200));
        world.settle();

        world.consumer.lose(world.zero);
        world.answersAfter = Optional.of(Duration.ZERO);
        world.consumer.own(Optional.of(0L), world.zero);
        world.settle();

        assertThat(world.begun).containsExactly("1", "2", "3", "1");
        assertThat(world.committed(world.zero)).isEqualTo(3);
        assertThat(world.metrics.doneBefore().getCount()).isEqualTo(2);
    }

    @Test
    void aMapThatCannotBeReadIsIgnoredAndItsRecordsAreSentAgain() {
        world.append(world.zero, "1", "2");
        world.consumer.before(world.zero, new OffsetAndMetadata(0, "AQAAAAAA"));
        world.consumer.own(Optional.empty(), world.zero);

        world.settle();

        assertThat(world.begun).containsExactly("1", "2");
        assertThat(world.metrics.mapsIgnored().getCount()).isEqualTo(1);
    }

    @Test
    void aFailureIsHandedToItsTierAndThenFreesThePartition() {
        world.answersAfter = Optional.empty();
        world.append(world.zero, "1");
        world.consumer.own(Optional.of(0L), world.zero);
        world.settle();

        world.answers
                .get(0)
                .complete(new AttemptOutcome.Failed(ErrorClass.REFUSED, Optional.empty(), Optional.empty()));
        world.settle();

        assertThat(world.topicsWritten()).containsExactly("fanwire.deliveries.retry.5s", "fanwire.attempts");
        assertThat(world.committed(world.zero)).isEqualTo(1);
    }

    @Test
    void aRecordOfATierIsSentWhenItsTimeHasComeAndNotBefore() {
        world.append(world.tier, delivery("1", KEY).with(progress(1, NOW.plusSeconds(5))));
        world.consumer.own(Optional.of(0L), world.tier);

        world.live(Duration.ofMillis(4900));
        assertThat(world.begun).isEmpty();
        assertThat(world.consumer.paused()).as("reading goes on meanwhile").isEmpty();
        world.settle();

        assertThat(world.begun).containsExactly("1");
        world.settle();
        assertThat(world.committed(world.tier)).isEqualTo(1);
    }

    @Test
    void aDelayThatIsASumGoesOnToTheNextTier() {
        world.append(world.zero, delivery("1", KEY).with(progress(1, NOW.plusSeconds(400))));
        world.consumer.own(Optional.of(0L), world.zero);

        world.settle();

        assertThat(world.topicsWritten()).containsExactly("fanwire.deliveries.retry.5m");
        assertThat(world.committed(world.zero)).isEqualTo(1);
        assertThat(world.begun).isEmpty();
    }

    @Test
    void whatIsNoDeliveryGoesToPoisonAndItsNeighboursAreSent() {
        world.append(world.zero, "1");
        world.consumer.append(world.zero, "rubbish".getBytes(UTF_8), NOW);
        world.append(world.zero, "2");
        world.consumer.own(Optional.of(0L), world.zero);

        world.settle();

        assertThat(world.begun).containsExactly("1", "2");
        assertThat(world.topicsWritten()).contains("fanwire.poison");
        assertThat(world.metrics.poison().getCount()).isEqualTo(1);
        assertThat(world.committed(world.zero)).isEqualTo(3);
    }

    @Test
    void aTransactionThatFailsIsMadeAgainWithoutAnotherAttempt() {
        world.append(world.zero, "1");
        world.consumer.own(Optional.of(0L), world.zero);
        world.begin(1);
        world.producer.commitTransactionException = new KafkaException("a broker that went away");
        world.settle();
        assertThat(world.committed(world.zero)).isZero();

        world.producer.commitTransactionException = null;
        world.live(Duration.ofSeconds(2));

        assertThat(world.begun).containsExactly("1");
        assertThat(world.topicsWritten()).containsExactly("fanwire.attempts");
        assertThat(world.committed(world.zero)).isEqualTo(1);
    }

    @Test
    void aFencedWorkerEndsAtOnce() {
        world.append(world.zero, "1");
        world.consumer.own(Optional.of(0L), world.zero);
        world.producer.commitTransactionException = new ProducerFencedException("x");

        assertThatThrownBy(world::settle)
                .isInstanceOfSatisfying(WorkerLostException.class, lost -> assertThat(lost.fenced())
                        .isTrue());
    }

    @Test
    void aPartitionThatWasNeverReadStartsAtItsBeginning() {
        world.append(world.zero, "1", "2");
        world.consumer.own(Optional.empty(), world.zero);

        world.settle();

        assertThat(world.begun).containsExactly("1", "2");
        assertThat(world.metrics.fromBeginning().getCount()).isEqualTo(1);
    }

    @Test
    void aPartitionWhoseOffsetIsGoneStandsStillAndTheOthersGoOn() {
        world.append(world.zero, "never");
        world.append(world.one, "1");
        world.consumer.own(Optional.of(0L), world.zero, world.one);
        world.consumer.failures.add(new OffsetOutOfRangeException(Map.of(world.zero, 0L)));

        world.settle();

        assertThat(world.begun).containsExactly("1");
        assertThat(world.consumer.paused()).containsExactly(world.zero);
        assertThat(world.metrics.stopped().getCount()).isEqualTo(1);
        assertThat(world.committed(world.one)).isEqualTo(1);
    }

    @Test
    void nothingIsPolledWhileTooMuchIsOpenUntilSevenTenthsAreLeft() {
        WorkerWorld small = new WorkerWorld(5, 10);
        small.answersAfter = Optional.empty();
        for (int i = 0; i < 20; i++) {
            small.append(small.zero, Integer.toString(i));
        }
        small.consumer.own(Optional.of(0L), small.zero);
        small.settle();
        assertThat(small.begun).hasSize(10);
        assertThat(small.consumer.paused()).containsExactly(small.zero);

        small.answers.subList(0, 2).forEach(answer -> answer.complete(new AttemptOutcome.Delivered(200)));
        small.settle();
        assertThat(small.begun).as("8 of 10 are open").hasSize(10);
        small.answers.get(2).complete(new AttemptOutcome.Delivered(200));
        small.settle();

        assertThat(small.begun).as("7 were open, 5 are polled").hasSize(15);
    }

    @Test
    void largeDeliveriesFillTheRoomToo() {
        WorkerWorld small = new WorkerWorld(2, 500);
        small.answersAfter = Optional.empty();
        Payload large = Payload.utf8("x".repeat((int) WorkerWorld.MAX_BYTES / 4));
        for (int i = 0; i < 20; i++) {
            small.append(small.zero, Samples.delivery(Integer.toString(i), Samples.KEY, large, "text/plain"));
        }
        small.consumer.own(Optional.of(0L), small.zero);

        small.settle();

        assertThat(small.begun)
                .as("four are a little more than there is room for")
                .hasSize(4);
        assertThat(small.consumer.paused()).containsExactly(small.zero);
    }

    @Test
    void aRegistryThatIsAwayMakesItsPartitionWaitAndNoPoison() {
        world.registryAway = true;
        world.append(world.zero, "1", "2");
        world.consumer.own(Optional.of(0L), world.zero);
        world.settle();
        assertThat(world.consumer.paused()).containsExactly(world.zero);

        world.registryAway = false;
        world.live(Duration.ofMillis(1500));

        assertThat(world.begun).containsExactly("1", "2");
        assertThat(world.metrics.poison().getCount()).isZero();
        assertThat(world.committed(world.zero)).isEqualTo(2);
    }

    @Test
    void aRecordThatCannotGoOnToItsNextTierYetIsReadAgain() {
        world.unwritable = true;
        world.append(world.zero, delivery("1", KEY).with(progress(1, NOW.plusSeconds(400))));
        world.consumer.own(Optional.of(0L), world.zero);
        world.live(Duration.ofSeconds(3));

        world.unwritable = false;
        world.live(Duration.ofMillis(1500));

        assertThat(world.topicsWritten()).containsExactly("fanwire.deliveries.retry.5m");
        assertThat(world.committed(world.zero)).isEqualTo(1);
    }

    @Test
    void anAttemptThatCannotBeWrittenDownYetIsWrittenLaterAndNotMadeAgain() {
        world.answersAfter = Optional.of(Duration.ofMillis(100));
        world.append(world.zero, "1", "2");
        world.consumer.own(Optional.of(0L), world.zero);
        world.begin(2);
        world.registryAway = true;
        world.live(Duration.ofSeconds(3));
        assertThat(world.committed(world.zero)).isZero();

        world.registryAway = false;
        world.live(Duration.ofMillis(1500));

        assertThat(world.begun).containsExactly("1", "2");
        assertThat(world.topicsWritten()).containsExactly("fanwire.attempts", "fanwire.attempts");
        assertThat(world.committed(world.zero)).isEqualTo(2);
    }
}
