package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.fixture.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Reads from a log in memory. Unlike Kafka's own mock it can go back in it, lose partitions, and gives its partitions up when it is
 * closed, as the genuine one does.
 */
final class LogConsumer extends MockConsumer<byte[], byte[]> {
    final ArrayDeque<KafkaException> failures = new ArrayDeque<>();
    final ArrayDeque<KafkaException> unanswered = new ArrayDeque<>();
    Runnable beforeClose = () -> {};
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log = new HashMap<>();
    private final int maxPoll;
    private final Function<TopicPartition, Optional<OffsetAndMetadata>> committed;
    private final Map<TopicPartition, OffsetAndMetadata> before = new HashMap<>();
    private boolean losing;
    private Optional<ConsumerRebalanceListener> listener = Optional.empty();

    /**
     * Owns nothing.
     *
     * @param committed what the worker committed last
     */
    LogConsumer(int maxPoll, Function<TopicPartition, Optional<OffsetAndMetadata>> committed) {
        super("none");
        this.maxPoll = maxPoll;
        this.committed = committed;
    }

    void append(TopicPartition partition, byte[] value, Instant time) {
        List<ConsumerRecord<byte[], byte[]>> records = log.computeIfAbsent(partition, p -> new ArrayList<>());
        records.add(new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                records.size(),
                time.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                value.length,
                Samples.KEY.id().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                value,
                new RecordHeaders(),
                Optional.empty()));
    }

    /** What an owner before committed. */
    void before(TopicPartition partition, OffsetAndMetadata offset) {
        before.put(partition, offset);
    }

    /** Owns these partitions from now on; an owner before committed the offset where one is given. */
    void own(Optional<Long> offset, TopicPartition... partitions) {
        for (TopicPartition partition : partitions) {
            updateBeginningOffsets(Map.of(partition, 0L));
            offset.ifPresent(from -> before.putIfAbsent(partition, new OffsetAndMetadata(from)));
        }
        rebalance(List.of(partitions));
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
            Set<TopicPartition> partitions, Duration timeout) {
        if (!unanswered.isEmpty()) {
            throw unanswered.removeFirst();
        }
        Map<TopicPartition, OffsetAndMetadata> answer = new HashMap<>();
        for (TopicPartition partition : partitions) {
            committed
                    .apply(partition)
                    .or(() -> Optional.ofNullable(before.get(partition)))
                    .ifPresent(offset -> answer.put(partition, offset));
        }
        return answer;
    }

    /** Others have these partitions already. */
    void lose(TopicPartition... partitions) {
        Set<TopicPartition> left = new HashSet<>(assignment());
        left.removeAll(List.of(partitions));
        losing = true;
        rebalance(left);
        losing = false;
    }

    /** Kafka's mock only ever revokes. */
    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener rebalances) {
        ConsumerRebalanceListener revokesOrLoses = new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                rebalances.onPartitionsAssigned(partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                if (losing) {
                    rebalances.onPartitionsLost(partitions);
                } else {
                    rebalances.onPartitionsRevoked(partitions);
                }
            }
        };
        listener = Optional.of(revokesOrLoses);
        super.subscribe(topics, revokesOrLoses);
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (!failures.isEmpty()) {
            throw failures.removeFirst();
        }
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new HashMap<>();
        int room = maxPoll;
        for (TopicPartition partition : assignment()) {
            List<ConsumerRecord<byte[], byte[]>> records = log.getOrDefault(partition, List.of());
            long position = paused().contains(partition) ? records.size() : position(partition);
            if (position < records.size() && room > 0) {
                int to = Math.min(records.size(), (int) position + room);
                polled.put(partition, List.copyOf(records.subList((int) position, to)));
                room -= to - (int) position;
                seek(partition, to);
            }
        }
        return new ConsumerRecords<>(polled, Map.of());
    }

    @Override
    public void close() {
        giveUp();
        super.close();
    }

    @Override
    public void close(CloseOptions options) {
        giveUp();
        super.close(options);
    }

    private void giveUp() {
        beforeClose.run();
        listener.filter(l -> !assignment().isEmpty()).ifPresent(l -> l.onPartitionsRevoked(assignment()));
    }
}
