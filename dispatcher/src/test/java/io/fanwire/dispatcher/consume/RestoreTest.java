package io.fanwire.dispatcher.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.runtime.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How soon a partition goes on when what was committed of it can be known at last. */
class RestoreTest {
    private static final TopicPartition PARTITION = new TopicPartition("fanwire.deliveries", 3);

    private final Assignment assignment = new Assignment(new Examination());
    private final SlowToTell consumer = new SlowToTell();
    private final Restore restore = new Restore(consumer, assignment, new DispatchMetrics(new Metrics()));
    private Instant now = Samples.NOW;

    /** Asks as a worker does, once in 10 ms, until the partition is open; answers when that was. */
    private Instant opened() {
        consumer.assign(Set.of(PARTITION));
        restore.assigned(Set.of(PARTITION));
        while (restore.turn(now).isEmpty()) {
            assertThat(now).isBefore(Samples.NOW.plusSeconds(60));
            now = now.plusMillis(10);
        }
        assertThat(assignment.progress(PARTITION).orElseThrow().mark()).isEqualTo(7);
        return now;
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 2_900, 5_500, 6_200, 8_000, 9_300, 11_000, 12_200})
    void aTransactionThatIsDecidedLateIsNoticedWithinASecond(long millis) {
        consumer.decidedAt = Samples.NOW.plusMillis(millis);

        assertThat(opened()).isBetween(consumer.decidedAt, consumer.decidedAt.plusMillis(1_100));
    }

    @Test
    void oneThatIsDecidedAMomentLaterIsNoticedAMomentLater() {
        consumer.decidedAt = Samples.NOW.plusMillis(150);

        assertThat(opened()).isBetween(consumer.decidedAt, consumer.decidedAt.plusMillis(100));
    }

    @Test
    void aBrokerThatNeedsASecondToAnswerIsUnderstood() {
        consumer.answersAfter = Duration.ofMillis(1_100);

        assertThat(opened()).isBefore(Samples.NOW.plusSeconds(6));
    }

    @Test
    void itLeavesTheWorkerHalfOfItsTimeAtLeast() {
        consumer.decidedAt = Samples.NOW.plusSeconds(30);

        opened();

        assertThat(consumer.waited).isLessThan(Duration.ofSeconds(16));
    }

    /** Answers when the transaction is decided, to who has the patience. */
    private final class SlowToTell extends MockConsumer<byte[], byte[]> {
        private Instant decidedAt = Instant.MIN;
        private Duration answersAfter = Duration.ZERO;
        private Duration waited = Duration.ZERO;

        SlowToTell() {
            super("none");
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                Set<TopicPartition> partitions, Duration patience) {
            Duration needed = answersAfter;
            if (now.isBefore(decidedAt)) {
                needed = needed.plus(Duration.between(now, decidedAt));
            }
            if (needed.compareTo(patience) > 0) {
                now = now.plus(patience);
                waited = waited.plus(patience);
                throw new TimeoutException("not known yet");
            }
            now = now.plus(needed);
            Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
            partitions.forEach(partition -> committed.put(partition, new OffsetAndMetadata(7)));
            return committed;
        }
    }
}
