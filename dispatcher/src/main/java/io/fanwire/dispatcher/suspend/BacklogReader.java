package io.fanwire.dispatcher.suspend;

import io.fanwire.schemas.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads suspended deliveries with a consumer without a group, which is never waited for. Owned by the worker thread. */
public final class BacklogReader implements AutoCloseable {
    private final Consumer<byte[], byte[]> consumer;
    private long expected = -1;

    BacklogReader(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    public static BacklogReader of(Cluster cluster) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "suspended");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 200);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 1000);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1000);
        return new BacklogReader(
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** Gives a run what has arrived, from its position on. */
    void read(TopicPartition partition, BacklogRun run) {
        if (!consumer.assignment().equals(Set.of(partition)) || expected != run.position()) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, run.position());
        }
        List<ConsumerRecord<byte[], byte[]>> records =
                consumer.poll(Duration.ZERO).records(partition);
        expected = consumer.position(partition);
        run.arrived(records, expected);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
