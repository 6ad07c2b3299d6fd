package io.fanwire.router;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Where topics end right now. Owned by one stream thread. */
interface EndOffsets extends AutoCloseable {
    /** The offset behind the last readable record of each partition. */
    Map<TopicPartition, Long> of(Set<TopicPartition> partitions);

    /** The same for the subscriptions topic. */
    long ofSubscriptions();

    /** Whether the subscriptions topic has no record from {@code from} up to {@code to}, only what remains of removed ones. */
    boolean nothingBetween(long from, long to);

    @Override
    void close();
}
