package io.fanwire.dispatcher.consume;

import io.fanwire.schemas.Tiers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Holds records of retry topics back until they are due: the broker's append time plus the tier's delay. In one tier first in is
 * first due, so only heads are looked at.
 *
 * <p>A head that is due within {@link #NEAR} waits in memory; for a later one the consumer goes back to it and the partition is
 * paused, so that hours of delay cost no memory. Owned by the worker thread.
 */
final class DelayGate {
    private static final Duration NEAR = Duration.ofSeconds(1);

    private final Tiers tiers;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, ArrayDeque<ConsumerRecord<byte[], byte[]>>> near = new HashMap<>();
    private final Map<TopicPartition, Instant> far = new HashMap<>();

    DelayGate(Tiers tiers, Consumer<byte[], byte[]> consumer) {
        this.tiers = tiers;
        this.consumer = consumer;
    }

    /** Takes what was polled of one partition, in order. */
    void arrived(TopicPartition partition, Collection<ConsumerRecord<byte[], byte[]>> records) {
        near.computeIfAbsent(partition, p -> new ArrayDeque<>()).addAll(records);
    }

    /** What is due now, in order within each partition. */
    List<ConsumerRecord<byte[], byte[]>> due(Instant now) {
        far.values().removeIf(wakeAt -> !wakeAt.isAfter(now));
        List<ConsumerRecord<byte[], byte[]>> due = new ArrayList<>();
        near.forEach((partition, records) -> {
            Duration delay = delay(partition);
            while (!records.isEmpty() && !dueAt(records.peekFirst(), delay).isAfter(now)) {
                due.add(records.removeFirst());
            }
            if (!records.isEmpty() && dueAt(records.peekFirst(), delay).isAfter(now.plus(NEAR))) {
                far.put(partition, dueAt(records.peekFirst(), delay));
                consumer.seek(partition, records.peekFirst().offset());
                records.clear();
            }
        });
        near.values().removeIf(ArrayDeque::isEmpty);
        return due;
    }

    /** Reads a record, and what follows it in its partition, again after a while. */
    void again(ConsumerRecord<byte[], byte[]> record, Instant when) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        near.remove(partition);
        far.put(partition, when);
        consumer.seek(partition, record.offset());
    }

    /** Partitions that must not be polled now. */
    boolean closed(TopicPartition partition) {
        return near.containsKey(partition) || far.containsKey(partition);
    }

    void forget(Collection<TopicPartition> partitions) {
        near.keySet().removeAll(Set.copyOf(partitions));
        far.keySet().removeAll(Set.copyOf(partitions));
    }

    private Duration delay(TopicPartition partition) {
        return tiers.ofTopic(partition.topic()).map(Tiers.Tier::delay).orElse(Duration.ZERO);
    }

    private static Instant dueAt(ConsumerRecord<byte[], byte[]> record, Duration delay) {
        return delay.isZero()
                ? Instant.MIN
                : Instant.ofEpochMilli(record.timestamp()).plus(delay);
    }
}
