package io.fanwire.dispatcher.redrive;

import static io.fanwire.dispatcher.fixture.Samples.KEY;
import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static io.fanwire.dispatcher.fixture.Samples.delivery;
import static io.fanwire.dispatcher.fixture.Samples.key;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.dispatcher.fixture.MockSerdes;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class RedriveTest {
    private static final Topics TOPICS = new Topics(TopicSettings.local("fanwire."));
    private static final TopicPartition ZERO = new TopicPartition(TOPICS.deadLetters(), 0);
    private static final TopicPartition ONE = new TopicPartition(TOPICS.deadLetters(), 1);
    private static final Instant LATER = NOW.plusSeconds(3600);

    private final AvroSerdes serdes = MockSerdes.of(TOPICS);
    private final Map<TopicPartition, Long> committedBefore = new HashMap<>();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
        /** Kafka's mock forgets what was committed when it is assigned. */
        @Override
        public synchronized void assign(Collection<TopicPartition> partitions) {
            super.assign(partitions);
            committedBefore.forEach(this::seek);
        }
    };
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Map<TopicPartition, Long> ends = new HashMap<>(Map.of(ZERO, 0L, ONE, 0L));
    private final Redrive redrive = new Redrive(consumer, producer, serdes, TOPICS, KEY, () -> LATER);

    RedriveTest() {
        Node node = new Node(0, "localhost", 9092);
        Node[] nodes = {node};
        consumer.updatePartitions(
                TOPICS.deadLetters(),
                List.of(
                        new PartitionInfo(TOPICS.deadLetters(), 0, node, nodes, nodes),
                        new PartitionInfo(TOPICS.deadLetters(), 1, node, nodes, nodes)));
        consumer.updateBeginningOffsets(Map.of(ZERO, 0L, ONE, 0L));
        consumer.updateEndOffsets(ends);
    }

    /** There when the redrive reads; what is below a committed offset is passed over. */
    private void deadLetter(TopicPartition partition, String recordKey, byte[] value) {
        long offset = ends.merge(partition, 1L, Long::sum) - 1;
        consumer.updateEndOffsets(ends);
        consumer.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>(
                partition.topic(), partition.partition(), offset, recordKey.getBytes(UTF_8), value)));
    }

    private void deadLetter(TopicPartition partition, Delivery delivery) {
        deadLetter(
                partition, delivery.subscription().id(), serdes.deliveries().serialize(TOPICS.deadLetters(), delivery));
    }

    private static Delivery exhausted(String id, SubscriptionKey subscription) {
        return delivery(id, subscription).with(new Delivery.Progress(10, NOW, 4, NOW));
    }

    private Delivery read(ProducerRecord<byte[], byte[]> record) {
        return serdes.deliveries().deserialize(record.topic(), record.value());
    }

    private Map<TopicPartition, OffsetAndMetadata> committedLast() {
        var history = producer.consumerGroupOffsetsHistory();
        return history.get(history.size() - 1).values().iterator().next();
    }

    @Test
    void aDeadLetterComesBackAsTheNextGenerationInItsPartition() {
        deadLetter(ONE, exhausted("dlv_1", KEY));

        assertThat(redrive.run()).isEqualTo(1);

        ProducerRecord<byte[], byte[]> record = producer.history().get(0);
        assertThat(record.topic()).isEqualTo(TOPICS.deliveries());
        assertThat(record.partition()).isEqualTo(1);
        assertThat(record.key()).isEqualTo(KEY.id().getBytes(UTF_8));
        assertThat(read(record))
                .isEqualTo(delivery("dlv_1", KEY).with(new Delivery.Progress(0, Instant.EPOCH, 5, LATER)));
    }

    @Test
    void othersDeadLettersAndWhatCannotBeReadStayWhereTheyAre() {
        deadLetter(ZERO, exhausted("another's", key("sub_2")));
        deadLetter(ZERO, exhausted("another tenant's", new SubscriptionKey("other", KEY.id())));
        deadLetter(ZERO, KEY.id(), "rubbish".getBytes(UTF_8));
        deadLetter(ZERO, exhausted("mine", KEY));

        assertThat(redrive.run()).isEqualTo(1);

        assertThat(producer.history()).hasSize(1);
        assertThat(read(producer.history().get(0)).id()).isEqualTo("mine");
    }

    @Test
    void howFarItCameIsCommittedWithTheCopies() {
        deadLetter(ZERO, exhausted("1", KEY));
        deadLetter(ZERO, exhausted("2", KEY));
        deadLetter(ONE, exhausted("3", KEY));

        assertThat(redrive.run()).isEqualTo(3);

        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(committedLast()).isEqualTo(Map.of(ZERO, new OffsetAndMetadata(2), ONE, new OffsetAndMetadata(1)));
    }

    @Test
    void whatWasPutBackBeforeIsNotPutBackAgain() {
        committedBefore.put(ZERO, 1L);
        deadLetter(ZERO, exhausted("before", KEY));
        deadLetter(ZERO, exhausted("since", KEY));

        assertThat(redrive.run()).isEqualTo(1);

        assertThat(read(producer.history().get(0)).id()).isEqualTo("since");
    }

    @Test
    void withoutDeadLettersNothingIsWritten() {
        assertThat(redrive.run()).isZero();

        assertThat(producer.commitCount()).isZero();
    }

    @Test
    void copiesWhoseTransactionFailsAreNotThere() {
        deadLetter(ZERO, exhausted("1", KEY));
        producer.commitTransactionException = new KafkaException("away");

        assertThatThrownBy(redrive::run).isSameAs(producer.commitTransactionException);

        assertThat(producer.history()).isEmpty();
        assertThat(producer.consumerGroupOffsetsHistory()).isEmpty();
    }
}
