package io.fanwire.router;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * End offsets asked of the brokers, by a consumer of no group. It must be {@code read_committed}: an event in an open transaction is
 * accepted when the transaction ends, so it must not count as appended before that. Owned by one stream thread.
 */
final class ConsumerEndOffsets implements EndOffsets {
    private static final Duration PROBE = Duration.ofMillis(100);
    private static final int PROBES = 10;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition subscriptions;
    private final Duration timeout;

    ConsumerEndOffsets(KafkaConsumer<byte[], byte[]> consumer, String subscriptionsTopic, Duration timeout) {
        this.consumer = consumer;
        this.subscriptions = new TopicPartition(subscriptionsTopic, 0);
        this.timeout = timeout;
    }

    /** What is asked for is assigned: not to be read, but because the client warns of each partition that is not. */
    @Override
    public Map<TopicPartition, Long> of(Set<TopicPartition> partitions) {
        Set<TopicPartition> wanted = new HashSet<>(partitions);
        wanted.add(subscriptions);
        if (!consumer.assignment().equals(wanted)) {
            consumer.assign(wanted);
        }
        return consumer.endOffsets(partitions, timeout);
    }

    @Override
    public long ofSubscriptions() {
        return Objects.requireNonNull(
                consumer.endOffsets(Set.of(subscriptions), timeout).get(subscriptions));
    }

    @Override
    public boolean nothingBetween(long from, long to) {
        consumer.assign(Set.of(subscriptions));
        consumer.seek(subscriptions, from);
        try {
            for (int probe = 0; probe < PROBES && consumer.position(subscriptions, timeout) < to; probe++) {
                if (!consumer.poll(PROBE).isEmpty()) {
                    return false;
                }
            }
            return consumer.position(subscriptions, timeout) >= to;
        } finally {
            consumer.unsubscribe();
        }
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
