package io.fanwire.dispatcher.start;

import io.fanwire.schemas.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Asks a cluster for the facts. */
final class ClusterReader {
    private static final int TIMEOUT_SECONDS = 10;
    private static final String OFFSET_RETENTION = "offsets.retention.minutes";
    private static final String MEMBER_TIMEOUT = "consumer.session.timeout.ms";

    private final Cluster cluster;
    private final String group;
    private final List<String> topics;

    /** Of the dispatchers' group and their topics. */
    ClusterReader(Cluster cluster, String group, List<String> topics) {
        this.cluster = cluster;
        this.group = group;
        this.topics = List.copyOf(topics);
    }

    /** @throws KafkaException when the cluster does not answer, or refuses to say */
    ClusterFacts read() {
        try (Admin admin = Admin.create(cluster.clientProperties())) {
            String node = admin.describeCluster()
                    .nodes()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .iterator()
                    .next()
                    .idString();
            ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node);
            ConfigResource members = new ConfigResource(ConfigResource.Type.GROUP, group);
            Collection<ConfigResource> asked = new ArrayList<>(List.of(broker, members));
            topics.forEach(topic -> asked.add(new ConfigResource(ConfigResource.Type.TOPIC, topic)));
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(asked).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            Map<String, Integer> sizes = new HashMap<>();
            for (String topic : topics) {
                number(
                                configs,
                                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                        .ifPresent(bytes -> sizes.put(topic, Math.toIntExact(bytes)));
            }
            return new ClusterFacts(
                    number(configs, broker, OFFSET_RETENTION)
                            .map(Duration::ofMinutes)
                            .orElseThrow(() -> new KafkaException("the broker does not tell " + OFFSET_RETENTION)),
                    number(configs, members, MEMBER_TIMEOUT).map(Duration::ofMillis),
                    partitions(admin),
                    sizes);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new org.apache.kafka.common.errors.InterruptException(interrupted);
        } catch (ExecutionException | TimeoutException failed) {
            throw new KafkaException("the cluster does not say how it is set", failed);
        }
    }

    private int partitions(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        return admin.describeTopics(topics).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).values().stream()
                .mapToInt(topic -> topic.partitions().size())
                .max()
                .orElse(0);
    }

    private static Optional<Long> number(Map<ConfigResource, Config> configs, ConfigResource of, String name) {
        return Optional.ofNullable(configs.get(of))
                .flatMap(config -> Optional.ofNullable(config.get(name)))
                .map(ConfigEntry::value)
                .map(Long::parseLong);
    }
}
