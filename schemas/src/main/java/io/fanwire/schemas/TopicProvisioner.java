package io.fanwire.schemas;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Makes the topics of the catalogue and registers their schemas; run again it changes nothing.
 *
 * <p>It never alters or deletes a topic that is there: what differs in a way that breaks a promise is reported as wrong.
 */
public final class TopicProvisioner implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 30;

    private final Topics topics;
    private final Admin admin;
    private final SchemaRegistryClient registry;

    public TopicProvisioner(Topics topics, Cluster cluster) {
        this.topics = topics;
        this.admin = Admin.create(cluster.clientProperties());
        this.registry = AvroSerdes.client(cluster);
    }

    /** What was done, or would be, about one topic or schema. */
    public record Change(Kind kind, String name, String detail) {
        public enum Kind {
            CREATE,
            REGISTER,
            UNCHANGED,
            /** There, but not as it must be; nothing was done about it. */
            WRONG
        }
    }

    /** Brings the cluster to the catalogue. Dry: says what would be done and does nothing. */
    public List<Change> apply(boolean dryRun) {
        try {
            Map<String, TopicDescription> present = present();
            List<Change> changes = new ArrayList<>();
            for (TopicSpec spec : topics.all()) {
                changes.add(topic(spec, Optional.ofNullable(present.get(spec.name())), dryRun));
                if (spec.schema().isPresent()) {
                    changes.add(schema(spec.name() + "-value", spec.schema().get(), dryRun));
                }
            }
            return List.copyOf(changes);
        } catch (IOException | RestClientException failed) {
            throw new RegistryUnavailableException("the schema registry refused: " + failed.getMessage(), failed);
        }
    }

    private Map<String, TopicDescription> present() {
        List<String> wanted = topics.all().stream().map(TopicSpec::name).toList();
        List<String> there = get(admin.listTopics().names()).stream()
                .filter(wanted::contains)
                .toList();
        return get(admin.describeTopics(there).allTopicNames());
    }

    private Change topic(TopicSpec spec, Optional<TopicDescription> present, boolean dryRun) {
        if (present.isPresent()) {
            return check(spec, present.get());
        }
        if (!dryRun) {
            create(admin, spec);
        }
        return new Change(Change.Kind.CREATE, spec.name(), spec.partitions() + " partitions");
    }

    /** Makes one topic. Answers false when it was there already. */
    public static boolean create(Admin admin, TopicSpec spec) {
        Map<String, String> config = new HashMap<>(spec.config());
        spec.retention()
                .ifPresent(
                        retention -> config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis())));
        NewTopic topic = new NewTopic(spec.name(), spec.partitions(), spec.replication()).configs(config);
        try {
            get(admin.createTopics(List.of(topic)).all());
            return true;
        } catch (TopicExistsException there) {
            return false;
        }
    }

    private Change check(TopicSpec spec, TopicDescription present) {
        if (present.partitions().size() != spec.partitions()) {
            return new Change(
                    Change.Kind.WRONG,
                    spec.name(),
                    present.partitions().size() + " partitions, " + spec.partitions() + " wanted");
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, spec.name());
        Config config = Objects.requireNonNull(
                get(admin.describeConfigs(List.of(resource)).all()).get(resource));
        for (Map.Entry<String, String> wanted : spec.config().entrySet()) {
            ConfigEntry entry = config.get(wanted.getKey());
            String found = entry == null ? "missing" : entry.value();
            if (!wanted.getValue().equals(found)) {
                return new Change(
                        Change.Kind.WRONG,
                        spec.name(),
                        wanted.getKey() + " is " + found + ", " + wanted.getValue() + " wanted");
            }
        }
        return new Change(Change.Kind.UNCHANGED, spec.name(), "as it must be");
    }

    private Change schema(String subject, Schema schema, boolean dryRun) throws IOException, RestClientException {
        AvroSchema parsed = new AvroSchema(schema);
        try {
            int id = registry.getId(subject, parsed);
            return new Change(Change.Kind.UNCHANGED, subject, "schema id " + id);
        } catch (RestClientException absent) {
            if (absent.getStatus() != 404) {
                throw absent;
            }
        }
        if (dryRun) {
            return new Change(Change.Kind.REGISTER, subject, schema.getFullName());
        }
        return new Change(Change.Kind.REGISTER, subject, "schema id " + registry.register(subject, parsed));
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new org.apache.kafka.common.errors.InterruptException(interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException late) {
            throw new org.apache.kafka.common.errors.TimeoutException("no answer from Kafka in 30 s", late);
        }
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ofSeconds(5));
        try {
            registry.close();
        } catch (IOException nothingToSave) {
            throw new java.io.UncheckedIOException(nothingToSave);
        }
    }
}
