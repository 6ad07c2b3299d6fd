package io.fanwire.dispatcher.ledger;

import io.fanwire.schemas.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads stretches of topics, of committed records only, without a group. Confined to its owner's thread. */
final class TopicScan implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    /** An answer is an array that is not too large to be a young object in a small heap. */
    private static final int FETCH_BYTES = 384 * 1024;

    private final Rest rest;
    private final Consumer<byte[], byte[]> consumer;

    TopicScan(Cluster cluster, Rest rest) {
        this.rest = rest;
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The partitions of all topics whose names match. */
    List<TopicPartition> partitions(Pattern topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.listTopics().forEach((topic, infos) -> {
            if (topics.matcher(topic).matches()) {
                infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
        });
        return partitions;
    }

    List<TopicPartition> partitions(String topic) {
        return partitions(Pattern.compile(Pattern.quote(topic)));
    }

    /** Behind the last record that is committed now. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return consumer.endOffsets(partitions);
    }

    /** The first record of that time or later; without a time, the first there is. */
    Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions, Optional<Instant> since) {
        Map<TopicPartition, Long> starts = new HashMap<>(consumer.beginningOffsets(partitions));
        since.ifPresent(time -> {
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, time.toEpochMilli()));
            Map<TopicPartition, Long> ends = ends(partitions);
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
            partitions.forEach(partition -> starts.put(
                    partition,
                    Optional.ofNullable(found.get(partition))
                            .map(OffsetAndTimestamp::offset)
                            .orElse(ends.getOrDefault(partition, 0L))));
        });
        return starts;
    }

    /** Hands over all records from one offset of each partition up to another; partitions without a start are left out. */
    void read(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<TopicPartition, Long> left = new HashMap<>(to);
        left.keySet().retainAll(from.keySet());
        left.entrySet().removeIf(end -> from.getOrDefault(end.getKey(), 0L) >= end.getValue());
        consumer.assign(left.keySet());
        consumer.resume(left.keySet()); // what stays assigned stays paused otherwise
        left.keySet().forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
        while (!left.isEmpty()) {
            long begun = System.nanoTime();
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : polled) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < to.getOrDefault(partition, 0L)) {
                    each.accept(record);
                }
            }
            left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            consumer.pause(read(left.keySet()));
            rest.after(System.nanoTime() - begun);
        }
    }

    private List<TopicPartition> read(Set<TopicPartition> left) {
        return consumer.assignment().stream()
                .filter(partition -> !left.contains(partition))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
