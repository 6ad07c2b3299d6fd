package io.fanwire.gateway.control;

import io.fanwire.gateway.control.DeadLetterLog.Count;
import io.fanwire.gateway.control.DeadLetterLog.Page;
import io.fanwire.gateway.control.DeadLetterLog.Place;
import io.fanwire.schemas.DeadLetter;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.JobRequest.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** Goes through the dead-letter topic with one consumer, for a bounded time. Owned by one thread at a time. */
final class DeadLetterScan implements ReaderPool.Scan {
    private static final Duration POLL = Duration.ofMillis(100);

    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final Deserializer<Delivery> deliveries;
    private final Duration within;

    /** @param within after so long a page ends where it is, and a count ends without a result */
    DeadLetterScan(
            String topic, Consumer<byte[], byte[]> consumer, Deserializer<Delivery> deliveries, Duration within) {
        this.topic = topic;
        this.consumer = consumer;
        this.deliveries = deliveries;
        this.within = within;
    }

    /** Partition after partition, so that two numbers say where to go on. */
    Page page(String tenant, Selector selector, Place from, int limit) {
        long deadline = System.nanoTime() + within.toNanos();
        List<DeadLetter> found = new ArrayList<>();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions());
        Map<TopicPartition, Long> starts = starts(ends.keySet(), selector);
        for (TopicPartition partition : sorted(ends.keySet())) {
            long end = ends.getOrDefault(partition, 0L);
            long start = Math.max(starts.getOrDefault(partition, end), firstOffset(partition, from));
            if (partition.partition() < from.partition() || start >= end) {
                continue;
            }
            consumer.assign(List.of(partition));
            consumer.seek(partition, start);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Optional<DeadLetter> letter =
                            DeadLetter.read(record, deliveries).filter(read -> selector.matches(tenant, read));
                    if (letter.isPresent() && found.size() == limit) {
                        return new Page(found, Optional.of(new Place(record.partition(), record.offset())));
                    }
                    letter.ifPresent(found::add);
                }
                if (System.nanoTime() > deadline) {
                    return new Page(found, Optional.of(new Place(partition.partition(), consumer.position(partition))));
                }
            }
        }
        return new Page(found, Optional.empty());
    }

    /** Empty when there was no time to look at all of them. */
    Optional<Count> count(String tenant, Selector selector, Predicate<DeadLetter> test) {
        long deadline = System.nanoTime() + within.toNanos();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions());
        Map<TopicPartition, Long> starts = starts(ends.keySet(), selector);
        consumer.assign(ends.keySet());
        starts.forEach(consumer::seek);
        long passed = 0;
        long others = 0;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                return Optional.empty();
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Optional<DeadLetter> letter =
                        DeadLetter.read(record, deliveries).filter(read -> selector.matches(tenant, read));
                if (letter.isPresent()) {
                    boolean pass = test.test(letter.get());
                    passed += pass ? 1 : 0;
                    others += pass ? 0 : 1;
                }
            }
        }
        return Optional.of(new Count(passed, others));
    }

    private List<TopicPartition> partitions() {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** The first offsets that may be meant: what lies before the first record of that time is older. */
    private Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions, Selector selector) {
        Map<TopicPartition, Long> starts = new HashMap<>(consumer.beginningOffsets(partitions));
        selector.since().ifPresent(since -> {
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, Math.max(0, since.toEpochMilli())));
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            partitions.forEach(partition -> starts.put(
                    partition,
                    Optional.ofNullable(found.get(partition))
                            .map(OffsetAndTimestamp::offset)
                            .orElseGet(() -> ends.getOrDefault(partition, 0L))));
        });
        return starts;
    }

    private static long firstOffset(TopicPartition partition, Place from) {
        return partition.partition() == from.partition() ? from.offset() : 0;
    }

    private static List<TopicPartition> sorted(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
