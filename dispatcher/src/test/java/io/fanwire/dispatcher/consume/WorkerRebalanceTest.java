package io.fanwire.dispatcher.consume;

import static io.fanwire.dispatcher.fixture.Samples.KEY;
import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static io.fanwire.dispatcher.fixture.Samples.delivery;
import static io.fanwire.dispatcher.fixture.Samples.progress;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.delivery.AttemptOutcome;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Partitions that come and go while attempts are in flight. */
final class WorkerRebalanceTest {
    private final WorkerWorld world = new WorkerWorld();

    /** Two partitions with three deliveries each, the first of each in flight for a second. */
    private void begin() {
        world.maxInFlight = 1; // of each lane, and each partition has its own
        world.answersAfter = Optional.of(Duration.ofSeconds(1));
        world.append(world.zero, "a1");
        world.append(world.one, "b1");
        world.consumer.own(Optional.of(0L), world.zero, world.one);
        world.live(Duration.ofMillis(200));
        assertThat(world.begun).containsExactlyInAnyOrder("a1", "b1");
        world.append(world.zero, "a2", "a3");
        world.append(world.one, "b2", "b3");
        world.live(Duration.ofMillis(200));
    }

    @Test
    void aRevokedPartitionIsDrainedCommittedAndForgotten() {
        begin();

        world.consumer.own(Optional.empty(), world.one);

        assertThat(world.committed(world.zero)).as("committed before it went").isEqualTo(1);
        assertThat(world.loop.instant()).isBefore(NOW.plusSeconds(3));
        assertThat(world.worker.partitions()).containsExactly(world.one);
        world.live(Duration.ofSeconds(5));
        assertThat(world.begun).containsExactlyInAnyOrder("a1", "b1", "b2", "b3");
        assertThat(world.committed(world.one)).isEqualTo(3);
        assertThat(world.committed(world.zero)).isEqualTo(1);
        assertThat(world.metrics.stale().getCount()).isZero();
    }

    @Test
    void aDrainWaitsNoLongerThanItMay() {
        begin();
        world.answersAfter = Optional.empty();
        world.append(world.zero, "a4");
        world.live(Duration.ofSeconds(4));
        var before = world.loop.instant();

        world.consumer.own(Optional.empty(), world.one);

        assertThat(Duration.between(before, world.loop.instant())).isBetween(WorkerWorld.DRAIN, Duration.ofSeconds(16));
        assertThat(world.worker.partitions()).containsExactly(world.one);
    }

    @Test
    void whatEndsUnderAnEarlierEpochIsDropped() {
        world.answersAfter = Optional.empty();
        world.append(world.zero, "a1");
        world.consumer.own(Optional.of(0L), world.zero);
        world.settle();
        world.consumer.own(Optional.empty());
        world.consumer.own(Optional.of(0L), world.zero);
        world.settle();
        assertThat(world.begun).containsExactly("a1", "a1");

        world.answers.get(0).complete(new AttemptOutcome.Delivered(200));
        world.settle();
        assertThat(world.producer.history()).isEmpty();
        assertThat(world.metrics.stale().getCount()).isEqualTo(1);

        world.answers.get(1).complete(new AttemptOutcome.Delivered(200));
        world.settle();
        assertThat(world.committed(world.zero)).isEqualTo(1);
    }

    @Test
    void nothingOfALostPartitionStartsAnyMoreAndNothingOfItCounts() {
        begin();

        world.consumer.lose(world.zero);
        world.live(Duration.ofSeconds(5));

        assertThat(world.begun).containsExactlyInAnyOrder("a1", "b1", "b2", "b3");
        assertThat(world.committed(world.zero)).isZero();
        assertThat(world.committed(world.one)).isEqualTo(3);
        assertThat(world.metrics.stale().getCount()).as("the attempt in flight").isEqualTo(1);
    }

    @Test
    void aDeliveryThatWaitsForItsTimeDoesNotStartAfterItsPartitionWent() {
        world.append(world.zero, delivery("soon", KEY).with(progress(1, NOW.plusSeconds(3))));
        world.consumer.own(Optional.of(0L), world.zero);
        world.settle();
        var before = world.loop.instant();

        world.consumer.own(Optional.empty());

        assertThat(Duration.between(before, world.loop.instant())).isLessThan(Duration.ofSeconds(1));
        world.live(Duration.ofSeconds(5));
        assertThat(world.begun).isEmpty();
        assertThat(world.committed(world.zero)).isZero();
    }

    @Test
    void effectsOfAPartitionThatWentAreNotCommittedByUs() {
        world.append(world.zero, "a1");
        world.consumer.own(Optional.of(0L), world.zero);
        world.producer.commitTransactionException = new org.apache.kafka.common.KafkaException("away");
        world.settle();
        world.consumer.lose(world.zero);

        world.producer.commitTransactionException = null;
        world.settle();

        assertThat(world.producer.history()).isEmpty();
    }

    @Test
    void leavingFinishesWhatIsInFlightReturnsTheRestAndDoesNotWaitForIt() {
        begin();

        world.worker.leave();

        assertThat(world.loop.instant()).isBefore(NOW.plusSeconds(3));
        assertThat(world.begun).containsExactlyInAnyOrder("a1", "b1");
        assertThat(world.committed(world.zero)).isEqualTo(1);
        assertThat(world.committed(world.one)).isEqualTo(1);
        assertThat(world.consumer.closed()).isTrue();
        assertThat(world.producer.closed()).isTrue();
    }

    @Test
    void anAbandonedWorkerStartsNothingAndWritesNothing() {
        begin();
        int commits = world.producer.consumerGroupOffsetsHistory().size();

        world.worker.abandon();
        world.loop.advance(Duration.ofSeconds(20));

        assertThat(world.begun).containsExactlyInAnyOrder("a1", "b1");
        assertThat(world.producer.consumerGroupOffsetsHistory()).hasSize(commits);
        assertThat(world.consumer.closed()).isTrue();
        assertThat(world.producer.closed()).isTrue();
    }
}
