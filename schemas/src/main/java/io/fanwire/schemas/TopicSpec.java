package io.fanwire.schemas;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * One topic as it must be on the broker.
 *
 * @param key and {@code value}: what they are, for people
 * @param retention how long records stay; empty for compacted topics
 * @param schema of the value, registered under {@code <name>-value}; empty where values are bytes
 */
public record TopicSpec(
        String name,
        int partitions,
        short replication,
        Optional<Duration> retention,
        Map<String, String> config,
        Optional<Schema> schema,
        String key,
        String value) {
    public TopicSpec {
        config = Map.copyOf(config);
    }

    public boolean compacted() {
        return retention.isEmpty();
    }
}
