package io.fanwire.local.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What the registry's topic must be: one partition, compacted and nothing else, or schemas would be lost. */
final class RegistryTopicPolicy {
    private static final int ATTEMPTS = 100;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

    private RegistryTopicPolicy() {}

    /** Creates the topic unless it is there, and refuses one that would forget. */
    static void ensure(Admin admin, String topic) {
        create(admin, topic);
        int partitions = Objects.requireNonNull(
                        known(() -> admin.describeTopics(Set.of(topic)).allTopicNames())
                                .get(topic))
                .partitions()
                .size();
        if (partitions != 1) {
            throw RegistryException.store(topic + " has " + partitions + " partitions, a registry's topic has one");
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        String policy = Objects.requireNonNull(
                        known(() -> admin.describeConfigs(Set.of(resource)).all())
                                .get(resource))
                .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                .value();
        if (!TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)) {
            throw RegistryException.store(topic + " has cleanup.policy=" + policy
                    + " and would lose schemas: set it to " + TopicConfig.CLEANUP_POLICY_COMPACT);
        }
    }

    /** The offset after the last record, whether its transaction is over or not. */
    static long end(Admin admin, TopicPartition partition) {
        ListOffsetsOptions everything = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
        return got(admin.listOffsets(Map.of(partition, OffsetSpec.latest()), everything)
                        .partitionResult(partition))
                .offset();
    }

    private static void create(Admin admin, String topic) {
        NewTopic wanted = new NewTopic(topic, Optional.of(1), Optional.empty())
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        try {
            admin.createTopics(List.of(wanted)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw unreachable(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    /** Asks again while a broker has not yet heard of the topic that the controller has just created. */
    private static <T> T known(Supplier<KafkaFuture<T>> question) {
        for (int attempt = 1; ; attempt++) {
            try {
                return got(question.get());
            } catch (RegistryException e) {
                boolean unheard =
                        e.getCause() != null && e.getCause().getCause() instanceof UnknownTopicOrPartitionException;
                if (!unheard || attempt == ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
    }

    private static <T> T got(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    private static RegistryException unreachable(Exception e) {
        return RegistryException.store("the schema store cannot be asked: " + e.getMessage(), e);
    }
}
