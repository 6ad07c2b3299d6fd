package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.Threads;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicGrant;
import io.fanwire.schemas.TopicProvisioner;
import io.fanwire.schemas.TopicSpec;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Event topics as Kafka has them. Topics that were seen stay known while the broker is away, so that publishing does not ask for them
 * each time. Any thread may use it; topics are made on one thread of its own, as that blocks.
 */
public final class KafkaTopicCatalog implements TopicCatalog, AutoCloseable {
    private static final int DEFAULT_PARTITIONS = 6;
    private static final Duration DEFAULT_RETENTION = Duration.ofDays(7);
    private static final Problem NAME_REFUSED = Problem.of(
            409,
            "topic_name_refused",
            "Kafka does not take this name: a topic may be there whose name differs only in dots and underscores.");

    private final Admin admin;
    private final Topics topics;
    private final TopicGrants grants;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor making = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(100), Threads.daemons("gateway-topics"));

    public KafkaTopicCatalog(Admin admin, Topics topics, TopicGrants grants) {
        this.admin = admin;
        this.topics = topics;
        this.grants = grants;
    }

    /** An admin client that gives up before a caller does. */
    public static Admin admin(Cluster cluster, Map<String, Object> overrides) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "fanwire-gateway");
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2000);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 4000);
        properties.putAll(overrides);
        return Admin.create(properties);
    }

    @Override
    public boolean known(String topic) {
        return known.contains(topic);
    }

    @Override
    public void forget(String topic) {
        known.remove(topic);
    }

    @Override
    public CompletionStage<Checked<EventTopic>> find(String topic) {
        if (!Topics.EVENT_TOPIC_NAME.matcher(topic).matches()) {
            return CompletableFuture.completedStage(Checked.refused(Problem.unknownTopic()));
        }
        return guarded(describe(List.of(topics.events(topic))).thenApply(found -> found.get(0)));
    }

    @Override
    public CompletionStage<Checked<List<EventTopic>>> list() {
        return guarded(admin.listTopics()
                .names()
                .toCompletionStage()
                .thenCompose(names -> describe(names.stream()
                        .filter(name -> topics.eventTopic(name).isPresent())
                        .toList())));
    }

    @Override
    public TopicGrant grant(String topic) {
        return grants.of(topic);
    }

    @Override
    public CompletionStage<Optional<Problem>> grant(TopicGrant grant) {
        return grants.save(grant);
    }

    @Override
    public CompletionStage<Checked<Made>> create(Wish wish) {
        TopicSpec spec = topics.eventTopicSpec(
                wish.topic(),
                wish.partitions().orElse(DEFAULT_PARTITIONS),
                wish.retention().orElse(DEFAULT_RETENTION));
        try {
            return guarded(
                    CompletableFuture.supplyAsync(() -> TopicProvisioner.create(admin, spec), making)
                            .thenCompose(made -> made
                                    ? CompletableFuture.completedStage(new Made(made(wish.topic(), spec), true))
                                    : describe(List.of(spec.name())).thenApply(found -> new Made(found.get(0), false))),
                    NAME_REFUSED);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedStage(Checked.refused(Problem.overloaded()));
        }
    }

    private EventTopic made(String topic, TopicSpec spec) {
        known.add(topic);
        return new EventTopic(/* name= */ topic, /* kafkaTopic= */ spec.name(), spec.partitions(), spec.retention());
    }

    private CompletionStage<List<EventTopic>> describe(List<String> names) {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        return admin.describeTopics(names)
                .allTopicNames()
                .toCompletionStage()
                .thenCombine(
                        admin.describeConfigs(resources).all().toCompletionStage(),
                        (descriptions, configs) -> resources.stream()
                                .map(resource -> found(
                                        Objects.requireNonNull(descriptions.get(resource.name())),
                                        Objects.requireNonNull(configs.get(resource))))
                                .sorted(Comparator.comparing(EventTopic::name))
                                .toList());
    }

    private EventTopic found(TopicDescription description, Config config) {
        String name = topics.eventTopic(description.name()).orElseThrow();
        known.add(name);
        long retention =
                Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
        return new EventTopic(
                name,
                description.name(),
                description.partitions().size(),
                retention < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(retention)));
    }

    private static <T> CompletionStage<Checked<T>> guarded(CompletionStage<T> stage) {
        return guarded(stage, Problem.unknownTopic());
    }

    /** {@code invalid} is what to say of a name that Kafka does not take. */
    private static <T> CompletionStage<Checked<T>> guarded(CompletionStage<T> stage, Problem invalid) {
        return stage.handle((value, failure) -> {
            if (failure == null) {
                return Checked.ok(value);
            }
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause instanceof InvalidTopicException) {
                return Checked.refused(invalid);
            }
            if (cause instanceof UnknownTopicOrPartitionException) {
                return Checked.refused(Problem.unknownTopic());
            }
            if (cause instanceof RetriableException) {
                return Checked.refused(Problem.unavailable("Kafka did not answer."));
            }
            throw new CompletionException(cause);
        });
    }

    @Override
    public void close() {
        making.shutdownNow();
        admin.close(Duration.ofSeconds(5));
    }
}
