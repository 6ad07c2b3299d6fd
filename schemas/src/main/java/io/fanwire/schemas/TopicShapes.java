package io.fanwire.schemas;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.TopicConfig;

/** The kinds of topics there are: those that keep the last record of each key, and those that keep all for a time. */
record TopicShapes(short replication) {
    TopicSpec compacted(String name, int partitions, Schema schema, String key, String value) {
        return new TopicSpec(
                name,
                partitions,
                replication,
                Optional.empty(),
                config(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)),
                Optional.of(schema),
                key,
                value);
    }

    TopicSpec kept(
            String name,
            int partitions,
            Duration retention,
            Map<String, String> more,
            Schema schema,
            String key,
            String value) {
        return new TopicSpec(
                name, partitions, replication, Optional.of(retention), config(more), Optional.of(schema), key, value);
    }

    Map<String, String> config(Map<String, String> more) {
        Map<String, String> config = new HashMap<>(more);
        config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Topics.MAX_RECORD_BYTES));
        config.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replication >= 3 ? "2" : "1");
        config.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
        return config;
    }
}
