package io.fanwire.schemas;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.TopicConfig;

/** The two topics that tell what was done already, by id or by {@code Idempotency-Key}. */
public final class IdempotencyTopics {
    /** A day counts. Claims stay longer than that, and entries longer than the claims they settle, by more than a segment. */
    private static final Duration CLAIMS = Duration.ofHours(26);

    private static final Duration ENTRIES = Duration.ofHours(29);
    private static final Duration SEGMENT = Duration.ofHours(1);
    private static final int MOST_PARTITIONS = 12;

    private final TopicSettings settings;
    private final Map<String, String> config;

    IdempotencyTopics(TopicSettings settings, Map<String, String> config) {
        this.settings = settings;
        this.config = new HashMap<>(config);
        this.config.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(SEGMENT.toMillis()));
    }

    /** Which gateway wants to fill which slot; partition n tells of the slots whose entries are in partition n. */
    public String claims() {
        return settings.prefix() + "idempotency.claims";
    }

    /** What the slots of the last day were filled with. */
    public String entries() {
        return settings.prefix() + "idempotency";
    }

    /** Of both. */
    public int partitions() {
        return Math.min(MOST_PARTITIONS, settings.deliveryPartitions());
    }

    List<TopicSpec> all() {
        return List.of(
                spec(
                        claims(),
                        CLAIMS,
                        "bytes: which gateway wants to publish or to answer, gives that up, is at work or lapsed"),
                spec(entries(), ENTRIES, "bytes: where an event lies, or a sealed answer"));
    }

    private TopicSpec spec(String name, Duration retention, String value) {
        return new TopicSpec(
                name,
                partitions(),
                settings.replication(),
                Optional.of(retention),
                config,
                Optional.empty(),
                "none; partition by hash of tenant and id, or key",
                value);
    }
}
