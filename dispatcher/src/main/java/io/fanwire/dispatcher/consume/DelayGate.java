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
 * <p>A head that is due within {@link #NEAR} waits in memory; to a later one the consumer goes back when it is due, so that hours of
 * delay cost no memory. Until then it looks ahead at what follows, once and within bounds: what will never be a delivery need not wait.
 * Owned by the worker thread.
 */
final class DelayGate {
    private static final Duration NEAR = Duration.ofSeconds(1);

    /** So many offsets behind a head that is not due are looked at, at least. */
    static final int AHEAD = ProgressMap.ALWAYS_FITS / 2;

    private final Tiers tiers;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, ArrayDeque<ConsumerRecord<byte[], byte[]>>> near = new HashMap<>();
    private final Map<TopicPartition, Far> far = new HashMap<>();
    private final Map<TopicPartition, Long> seen = new HashMap<>();
    private final List<ConsumerRecord<byte[], byte[]>> ahead = new ArrayList<>();

    /**
     * A head that is read again.
     *
     * @param looksAhead whether what follows it is read meanwhile
     */
    private record Far(long head, Instant wakeAt, boolean looksAhead) {}

    DelayGate(Tiers tiers, Consumer<byte[], byte[]> consumer) {
        this.tiers = tiers;
        this.consumer = consumer;
    }

    /** Takes what was polled of one partition, in order. */
    void arrived(TopicPartition partition, Collection<ConsumerRecord<byte[], byte[]>> records) {
        if (far.containsKey(partition)) {
            lookAhead(partition, records);
        } else {
            near.computeIfAbsent(partition, p -> new ArrayDeque<>()).addAll(records);
        }
    }

    /** What is due now, in order within each partition. */
    List<ConsumerRecord<byte[], byte[]>> due(Instant now) {
        wake(now);
        List<ConsumerRecord<byte[], byte[]>> due = new ArrayList<>();
        near.forEach((partition, records) -> {
            Duration delay = delay(partition);
            while (!records.isEmpty() && !dueAt(records.peekFirst(), delay).isAfter(now)) {
                due.add(records.removeFirst());
            }
            if (!records.isEmpty() && records.peekLast().offset() >= unseen(partition)) {
                lookAhead(partition, records);
            }
            if (!records.isEmpty() && dueAt(records.peekFirst(), delay).isAfter(now.plus(NEAR))) {
                leave(
                        partition,
                        records.peekFirst().offset(),
                        records.peekLast().offset(),
                        dueAt(records.peekFirst(), delay));
                records.clear();
            }
        });
        near.values().removeIf(ArrayDeque::isEmpty);
        return due;
    }

    /** What was read that is not due, each record once. */
    List<ConsumerRecord<byte[], byte[]>> ahead() {
        List<ConsumerRecord<byte[], byte[]>> taken = List.copyOf(ahead);
        ahead.clear();
        return taken;
    }

    /** Whether anything waits for its time. */
    boolean waits() {
        return !near.isEmpty() || !far.isEmpty();
    }

    private void wake(Instant now) {
        far.forEach((partition, head) -> {
            if (!head.wakeAt().isAfter(now)) {
                consumer.seek(partition, head.head());
            }
        });
        far.values().removeIf(head -> !head.wakeAt().isAfter(now));
    }

    /** What was looked at already is not read once more for that. */
    private void leave(TopicPartition partition, long head, long last, Instant wakeAt) {
        far.put(partition, new Far(head, wakeAt, true));
        long next = unseen(partition);
        if (next > last + 1) {
            consumer.seek(partition, next);
        }
    }

    /** The offset from which on nothing of a partition was looked at. */
    private long unseen(TopicPartition partition) {
        return seen.getOrDefault(partition, 0L);
    }

    private void lookAhead(TopicPartition partition, Collection<ConsumerRecord<byte[], byte[]>> records) {
        long next = unseen(partition);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() >= next) {
                ahead.add(record);
                seen.put(partition, record.offset() + 1);
            }
        }
    }

    /** Reads a record, and what follows it in its partition, again after a while. */
    void again(ConsumerRecord<byte[], byte[]> record, Instant when) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        near.remove(partition);
        far.put(partition, new Far(record.offset(), when, false));
        consumer.seek(partition, record.offset());
    }

    /** Partitions that must not be polled now. */
    boolean closed(TopicPartition partition) {
        Far waiting = far.get(partition);
        return near.containsKey(partition)
                || (waiting != null && (!waiting.looksAhead() || unseen(partition) - waiting.head() >= AHEAD));
    }

    void forget(Collection<TopicPartition> partitions) {
        near.keySet().removeAll(Set.copyOf(partitions));
        far.keySet().removeAll(Set.copyOf(partitions));
        seen.keySet().removeAll(Set.copyOf(partitions));
        ahead.removeIf(record -> partitions.contains(new TopicPartition(record.topic(), record.partition())));
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
