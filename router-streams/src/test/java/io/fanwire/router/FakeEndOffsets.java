package io.fanwire.router;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Ends that a test sets, and the questions asked, in order. */
final class FakeEndOffsets implements EndOffsets {
    final Map<TopicPartition, Long> events = new HashMap<>();
    final List<Object> asked = new ArrayList<>();
    final List<TopicPartition> gone = new ArrayList<>();
    long subscriptions;
    boolean gap;
    boolean closed;

    @Override
    public Map<TopicPartition, Long> of(Set<TopicPartition> partitions) {
        asked.add(partitions);
        if (gone.stream().anyMatch(partitions::contains)) {
            throw new TimeoutException("a partition is gone");
        }
        Map<TopicPartition, Long> ends = new HashMap<>(events);
        ends.keySet().retainAll(partitions);
        return ends;
    }

    @Override
    public long ofSubscriptions() {
        asked.add("subscriptions");
        return subscriptions;
    }

    @Override
    public boolean nothingBetween(long from, long to) {
        asked.add("gap");
        return gap;
    }

    @Override
    public void close() {
        closed = true;
    }
}
