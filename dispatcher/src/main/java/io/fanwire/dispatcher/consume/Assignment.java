package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.lane.Source;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The partitions a worker owns now, each with its progress and epoch. Owned by the worker thread. */
final class Assignment {
    /** Most offsets of one partition between its first open record and the last received. */
    static final int MAX_WINDOW = 16_384;

    private final Map<TopicPartition, PartitionProgress> owned = new HashMap<>();
    private int epochs;

    void add(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> owned.put(partition, new PartitionProgress(++epochs)));
    }

    void remove(Collection<TopicPartition> partitions) {
        partitions.forEach(owned::remove);
    }

    Set<TopicPartition> partitions() {
        return Set.copyOf(owned.keySet());
    }

    Optional<PartitionProgress> progress(TopicPartition partition) {
        return Optional.ofNullable(owned.get(partition));
    }

    /** Whether something read under this assignment still counts. */
    boolean current(Source source) {
        PartitionProgress progress = owned.get(source.partition());
        return progress != null && progress.epoch() == source.epoch();
    }

    /** Records handed out and not done, all partitions together. */
    int open() {
        return owned.values().stream().mapToInt(PartitionProgress::open).sum();
    }

    int open(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .flatMap(partition -> progress(partition).stream())
                .mapToInt(PartitionProgress::open)
                .sum();
    }

    boolean windowFull(TopicPartition partition) {
        return progress(partition).map(p -> p.window() >= MAX_WINDOW).orElse(false);
    }

    /** The low-water marks that moved since the last commit. */
    Map<TopicPartition, OffsetAndMetadata> toCommit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        owned.forEach((partition, progress) ->
                progress.toCommit().ifPresent(mark -> offsets.put(partition, new OffsetAndMetadata(mark))));
        return offsets;
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach(
                (partition, offset) -> progress(partition).ifPresent(progress -> progress.committed(offset.offset())));
    }
}
