package io.fanwire.router;

import io.fanwire.schemas.Spread;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Puts deliveries where their key says; Kafka's default is right for all that are not spread. */
final class SpreadPartitioner implements StreamPartitioner<byte[], byte[]> {
    private volatile int partitions = 1;

    /** How many partitions there were at the last delivery; 1 before the first. */
    int partitions() {
        return partitions;
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int numPartitions) {
        if (numPartitions != partitions) {
            partitions = numPartitions;
        }
        return Spread.isSpread(key) ? Optional.of(Set.of(Spread.partition(key, numPartitions))) : Optional.empty();
    }
}
