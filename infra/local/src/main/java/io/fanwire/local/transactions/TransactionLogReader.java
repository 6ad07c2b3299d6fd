package io.fanwire.local.transactions;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.coordinator.transaction.TransactionLog;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;

/** Reads the coordinators' own log, {@code __transaction_state}, from its beginning to the end that it has now. */
final class TransactionLogReader {
    private static final Duration POLL = Duration.ofMillis(100);

    private final String bootstrap;

    TransactionLogReader(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    Decisions read() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "transaction-log");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.EXCLUDE_INTERNAL_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        Decisions decisions = new Decisions();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.TRANSACTION_STATE_TOPIC_NAME).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(record -> take(record, decisions));
            }
        }
        return decisions;
    }

    private static void take(ConsumerRecord<byte[], byte[]> record, Decisions decisions) {
        String id = TransactionLog.readTxnRecordKey(ByteBuffer.wrap(record.key()));
        if (id == null || record.value() == null) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(record.value());
        short version = bytes.getShort();
        TransactionLogValue value = new TransactionLogValue(new ByteBufferAccessor(bytes), version);
        TransactionState state = TransactionState.fromId(value.transactionStatus());
        if (state == TransactionState.PREPARE_COMMIT || state == TransactionState.PREPARE_ABORT) {
            decisions.decided(new Decision(
                    id,
                    value.producerId(),
                    value.producerEpoch(),
                    state == TransactionState.PREPARE_COMMIT,
                    partitions(value)));
        } else {
            decisions.settle(id);
        }
    }

    private static Set<TopicPartition> partitions(TransactionLogValue value) {
        Set<TopicPartition> partitions = new HashSet<>();
        if (value.transactionPartitions() != null) {
            value.transactionPartitions().forEach(topic -> topic.partitionIds()
                    .forEach(number -> partitions.add(new TopicPartition(topic.topic(), number))));
        }
        return partitions;
    }
}
