package io.fanwire.gateway.http;

import io.fanwire.gateway.control.EventTopic;
import io.fanwire.gateway.control.TopicCatalog;
import io.fanwire.schemas.TopicGrant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Topics in memory. Owned by the event loop. */
final class FakeTopics implements TopicCatalog {
    private final Map<String, EventTopic> topics = new TreeMap<>();
    private final Map<String, TopicGrant> grants = new TreeMap<>();

    @Override
    public TopicGrant grant(String topic) {
        return grants.getOrDefault(topic, TopicGrant.toAll(topic));
    }

    @Override
    public CompletionStage<Optional<Problem>> grant(TopicGrant grant) {
        grants.put(grant.topic(), grant);
        return CompletableFuture.completedStage(Optional.empty());
    }

    @Override
    public boolean known(String topic) {
        return topics.containsKey(topic);
    }

    @Override
    public void forget(String topic) {
        topics.remove(topic);
    }

    @Override
    public CompletionStage<Checked<EventTopic>> find(String topic) {
        return CompletableFuture.completedStage(Optional.ofNullable(topics.get(topic))
                .map(Checked::ok)
                .orElseGet(() -> Checked.refused(Problem.unknownTopic())));
    }

    @Override
    public CompletionStage<Checked<List<EventTopic>>> list() {
        return CompletableFuture.completedStage(Checked.ok(List.copyOf(topics.values())));
    }

    @Override
    public CompletionStage<Checked<Made>> create(Wish wish) {
        boolean now = !topics.containsKey(wish.topic());
        EventTopic topic = topics.computeIfAbsent(
                wish.topic(),
                name -> new EventTopic(
                        name, "fanwire.events." + name, wish.partitions().orElse(6), Optional.of(Duration.ofDays(7))));
        return CompletableFuture.completedStage(Checked.ok(new Made(topic, now)));
    }
}
