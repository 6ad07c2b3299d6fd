package io.fanwire.bench.speed;

import io.fanwire.schemas.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a topic holds, as far as it is committed: where transactions are, offsets count their ends too. */
final class HeldEvents {
    private HeldEvents() {}

    static long in(Cluster cluster, String topic) {
        long[] count = {0};
        each(cluster, topic, record -> count[0]++);
        return count[0];
    }

    static void each(Cluster cluster, String topic, Consumer<ConsumerRecord<byte[], byte[]>> then) {
        Map<String, Object> settings = cluster.clientProperties();
        settings.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofSeconds(1)).forEach(then);
            }
        }
    }
}
