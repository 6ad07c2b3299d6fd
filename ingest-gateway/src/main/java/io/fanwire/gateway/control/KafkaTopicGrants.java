package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.TopicCopy;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicGrant;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Grants in their compacted topic, with a full copy in memory. */
public final class KafkaTopicGrants implements TopicGrants, AutoCloseable {
    private static final String CLIENT = "fanwire-gateway-grants";

    private final Map<String, TopicGrant> grants = new ConcurrentHashMap<>();
    private final CompactedTopic<TopicGrant> topic;

    /** {@code consumer} and {@code producer}: the operator's own client settings. */
    public KafkaTopicGrants(
            Cluster cluster,
            String topic,
            AvroSerdes serdes,
            Map<String, Object> consumer,
            Map<String, Object> producer) {
        this.topic = new CompactedTopic<>(
                "gateway-grants",
                topic,
                TopicCopy.consumer(CLIENT, cluster.clientProperties(), consumer),
                CompactedTopic.producer(CLIENT, cluster, producer),
                serdes::topicGrants,
                new CompactedTopic.View<>() {
                    @Override
                    public void put(String key, TopicGrant grant) {
                        grants.put(key, grant);
                    }

                    @Override
                    public void remove(String key) {
                        grants.remove(key);
                    }
                });
    }

    /** Reads all there is; throws when that does not end in time. */
    public void start(Duration within) {
        topic.start(within);
    }

    public boolean live() {
        return topic.live();
    }

    public boolean ready() {
        return topic.ready();
    }

    @Override
    public TopicGrant of(String name) {
        return grants.getOrDefault(name, TopicGrant.toAll(name));
    }

    @Override
    public CompletionStage<Optional<Problem>> save(TopicGrant grant) {
        return topic.write(grant.topic(), Optional.of(grant), Optional::empty);
    }

    @Override
    public void close() {
        topic.close();
    }
}
