package io.fanwire.local.guarantee;

import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a run left in the topics, as any {@code read_committed} reader would. */
public final class Histories {
    private Histories() {}

    /** Every record of a topic up to its present end. */
    public static List<ConsumerRecord<byte[], byte[]>> read(Cluster cluster, List<String> topics) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }

    /** The part of a history that lies in topics. */
    public static History topicsOnly(Cluster cluster, Topics topics) {
        try (AvroSerdes serdes = AvroSerdes.of(cluster);
                Admin admin = Admin.create(cluster.clientProperties())) {
            RecordSerde<io.fanwire.schemas.Attempt, ?> attempts = serdes.attempts();
            RecordSerde<io.fanwire.schemas.Delivery, ?> deliveries = serdes.deliveries();
            Map<TopicPartition, Long> committed = new HashMap<>();
            admin.listConsumerGroupOffsets(topics.dispatcherGroup())
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> committed.put(partition, offset.offset()));
            return new History(
                    List.of(),
                    Map.of(),
                    read(cluster, List.of(topics.attempts())).stream()
                            .map(record -> attempts.deserialize(record.topic(), record.value()))
                            .toList(),
                    read(cluster, topics.dispatched()).stream()
                            .map(record -> new History.Placed(
                                    new TopicPartition(record.topic(), record.partition()),
                                    record.offset(),
                                    deliveries.deserialize(record.topic(), record.value())))
                            .toList(),
                    committed);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
