package io.fanwire.local.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanwire.local.Closing;
import io.fanwire.local.EmbeddedBroker;
import io.fanwire.local.FolderCopy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.coordinator.transaction.TransactionLog;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue.PartitionsSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a coordinator decided and forgot: its log is written here as it is after a kill between the two. */
class TransactionMenderIT {
    private static final TopicPartition COMMITTED = new TopicPartition("committed", 0);
    private static final TopicPartition ABORTED = new TopicPartition("aborted", 0);
    private static final TopicPartition UNDECIDED = new TopicPartition("undecided", 0);

    @TempDir
    Path folder;

    @Test
    void whatWasDecidedAndForgottenIsEndedAsItWasDecidedAndNothingElse() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
                Closing producers = new Closing()) {
            for (TopicPartition partition : List.of(COMMITTED, ABORTED, UNDECIDED)) {
                producers.add(open(broker, admin, partition));
            }
            forget(
                    broker,
                    open(admin, COMMITTED).findFirst().orElseThrow(),
                    COMMITTED,
                    TransactionState.PREPARE_COMMIT);
            forget(broker, open(admin, ABORTED).findFirst().orElseThrow(), ABORTED, TransactionState.PREPARE_ABORT);

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> open(admin, COMMITTED).findAny().isEmpty()
                            && open(admin, ABORTED).findAny().isEmpty());
            assertThat(read(broker, COMMITTED)).containsExactly("sent");
            assertThat(read(broker, ABORTED)).isEmpty();
            assertThat(open(admin, UNDECIDED)).hasSize(1);
        }
    }

    @Test
    void afterAKillNobodyIsLetInBeforeThat() throws Exception {
        Path first = folder.resolve("first");
        Path killed = folder.resolve("killed");
        try (EmbeddedBroker broker = EmbeddedBroker.start(first, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
                Closing producers = new Closing()) {
            producers.add(open(broker, admin, COMMITTED));
            forget(
                    broker,
                    open(admin, COMMITTED).findFirst().orElseThrow(),
                    COMMITTED,
                    TransactionState.PREPARE_COMMIT);
            FolderCopy.of(first, killed);
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(killed, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            assertThat(open(admin, COMMITTED)).isEmpty();
            assertThat(read(broker, COMMITTED)).containsExactly("sent");
        }
    }

    private static KafkaProducer<String, String> open(EmbeddedBroker broker, Admin admin, TopicPartition partition)
            throws Exception {
        admin.createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1)))
                .all()
                .get();
        KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", broker.bootstrap(),
                        "transactional.id", partition.topic(),
                        "transaction.timeout.ms", 300_000),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), null, "sent"))
                .get();
        return producer;
    }

    private static Stream<ProducerState> open(Admin admin, TopicPartition partition) throws Exception {
        return admin.describeProducers(List.of(partition)).partitionResult(partition).get().activeProducers().stream()
                .filter(state -> state.currentTransactionStartOffset().isPresent());
    }

    /** Writes the decision and its completion into the coordinators' log, as if markers had been sent between them. */
    private static void forget(
            EmbeddedBroker broker, ProducerState producer, TopicPartition partition, TransactionState decision)
            throws Exception {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", broker.bootstrap());
        settings.put("client.id", "__admin_client"); // the one name that may write to topics of the broker's own
        try (KafkaProducer<byte[], byte[]> log =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (TransactionState state : List.of(
                    decision,
                    decision == TransactionState.PREPARE_COMMIT
                            ? TransactionState.COMPLETE_COMMIT
                            : TransactionState.COMPLETE_ABORT)) {
                TransactionLogValue value = new TransactionLogValue()
                        .setProducerId(producer.producerId())
                        .setProducerEpoch((short) (producer.producerEpoch() + 1))
                        .setTransactionStatus(state.id())
                        .setTransactionPartitions(
                                state == decision
                                        ? List.of(new PartitionsSchema()
                                                .setTopic(partition.topic())
                                                .setPartitionIds(List.of(partition.partition())))
                                        : null);
                log.send(new ProducerRecord<>(
                                Topic.TRANSACTION_STATE_TOPIC_NAME,
                                0,
                                TransactionLog.keyToBytes(partition.topic()),
                                MessageUtil.toVersionPrefixedBytes((short) 1, value)))
                        .get();
            }
        }
    }

    private static List<String> read(EmbeddedBroker broker, TopicPartition partition) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            List<String> read = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> read.add(record.value()));
            }
            return read;
        }
    }
}
