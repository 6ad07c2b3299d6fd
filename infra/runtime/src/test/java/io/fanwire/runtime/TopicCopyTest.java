package io.fanwire.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicCopyTest {
    private static final String TOPIC = "jobs";
    private static final Duration LONG = Duration.ofSeconds(10);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final TopicCopy copy = new TopicCopy("copy", TOPIC, consumer, record -> {
        if (record.key().equals("hard") && refusals.getAndDecrement() > 0) {
            comeAgain();
            return false;
        }
        return taken.add(record.partition() + record.key());
    });

    @AfterEach
    void stop() {
        copy.close();
    }

    @Test
    void itIsCompleteWhenAllThatWasThereIsTaken() {
        there(Map.of(0, List.of("a", "b"), 1, List.of("c")));

        copy.start();

        assertThat(taken).containsExactlyInAnyOrder("0a", "0b", "1c");
        assertThat(copy.ready()).isTrue();
        assertThat(copy.position(0)).isEqualTo(2);
        assertThat(copy.taken(0, 1)).isDone();
        assertThat(copy.taken(1, 1)).isNotDone();
    }

    @Test
    void whoWaitsForAnOffsetHearsWhenItIsTaken() {
        there(Map.of(0, List.of("a"), 1, List.of()));
        copy.start();

        CompletableFuture<Void> next = copy.taken(1, 0);
        assertThat(next).isNotDone();
        consumer.schedulePollTask(() -> arrives(1, 0, "b"));

        assertThat(next).succeedsWithin(LONG);
        assertThat(taken).containsExactly("0a", "1b");
    }

    @Test
    void aRecordThatIsRefusedComesAgainAndNothingOvertakesIt() {
        refusals.set(2);
        there(Map.of(0, List.of("a", "hard", "b"), 1, List.of("c")));

        copy.start(LONG);

        assertThat(taken).containsSubsequence("0a", "0hard", "0b").contains("1c");
        assertThat(taken.stream().filter("0b"::equals)).hasSize(1);
    }

    @Test
    void aBrokerThatFailsIsAskedAgain() {
        consumer.schedulePollTask(() -> consumer.setPollException(new KafkaException("away")));
        there(Map.of(0, List.of("a"), 1, List.of()));

        copy.start(LONG);

        assertThat(taken).containsExactly("0a");
    }

    @Test
    void aCopyThatDoesNotGetThereSaysSo() {
        there(Map.of(0, List.of("a"), 1, List.of()));
        consumer.updateEndOffsets(Map.of(new TopicPartition(TOPIC, 1), 1L));

        assertThatThrownBy(() -> copy.start(Duration.ofMillis(50))).hasMessageContaining("jobs could not be read");
        assertThat(copy.ready()).isFalse();
    }

    /** A mock forgets what it gave out. */
    private void comeAgain() {
        consumer.schedulePollTask(() -> {
            arrives(0, 1, "hard");
            arrives(0, 2, "b");
        });
    }

    private void there(Map<Integer, List<String>> keys) {
        Node node = Node.noNode();
        consumer.updatePartitions(
                TOPIC,
                keys.keySet().stream()
                        .sorted()
                        .map(partition -> new PartitionInfo(TOPIC, partition, node, new Node[0], new Node[0]))
                        .toList());
        keys.forEach((partition, records) -> {
            TopicPartition topic = new TopicPartition(TOPIC, partition);
            consumer.updateBeginningOffsets(Map.of(topic, 0L));
            consumer.updateEndOffsets(Map.of(topic, (long) records.size()));
        });
        consumer.schedulePollTask(() -> keys.forEach((partition, records) -> {
            for (int offset = 0; offset < records.size(); offset++) {
                arrives(partition, offset, records.get(offset));
            }
        }));
    }

    private void arrives(int partition, long offset, String key) {
        consumer.addRecord(new ConsumerRecord<>(TOPIC, partition, offset, key, new byte[0]));
    }
}
