package io.fanwire.dispatcher.consume;

import io.fanwire.schemas.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The consumer and the transactional producer of one worker slot. The same slot gives the same identity, so that a restarted process
 * takes its partitions back at once and fences the one before it (KIP-345, KIP-848, KIP-447).
 */
public final class WorkerClients {
    /** The consumer must call in at least so often. */
    public static final Duration MAX_POLL_INTERVAL = Duration.ofSeconds(60);

    private final Cluster cluster;
    private final String group;
    private final String identity;
    private final Map<String, Object> consumerOverrides;
    private final Map<String, Object> producerOverrides;

    /**
     * Clients are made when asked for.
     *
     * @param identity of the slot, unique in the group and the same after a restart
     */
    public WorkerClients(
            Cluster cluster,
            String group,
            String identity,
            Map<String, Object> consumerOverrides,
            Map<String, Object> producerOverrides) {
        this.cluster = cluster;
        this.group = group;
        this.identity = identity;
        this.consumerOverrides = Map.copyOf(consumerOverrides);
        this.producerOverrides = Map.copyOf(producerOverrides);
    }

    Consumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
        // An answer takes one array: of more than half a region, which are a mebibyte in a small heap, G1 makes an old
        // object, and collects the old for it.
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 384 * 1024);
        // A consumer hands out all that it fetched of one partition before the next one's: with a backlog in all of
        // them, the last would come after thousands of records of the others.
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 128 * 1024);
        properties.putAll(consumerOverrides);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, identity);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, identity);
        properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        properties.put(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG, "range");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) MAX_POLL_INTERVAL.toMillis());
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    Producer<byte[], byte[]> producer() {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.putAll(producerOverrides);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * 1024 * 1024);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, identity);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, identity);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 9_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Whoever had this identity before commits nothing any more, and what it had open is aborted. */
    void fence() {
        Producer<byte[], byte[]> producer = producer();
        try {
            producer.initTransactions();
        } finally {
            producer.close(Duration.ZERO);
        }
    }

    /**
     * Removes this very member of our identity from the group. Answers false when it is not there any more.
     *
     * @throws KafkaException when Kafka does not answer in time, or refuses
     */
    boolean removeMember(String member) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, identity + "-take-over");
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 8_000);
        Admin admin = Admin.create(properties);
        try {
            boolean there = admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                    .flatMap(description -> description.members().stream())
                    .anyMatch(one -> one.consumerId().equals(member)
                            && one.groupInstanceId().equals(Optional.of(identity)));
            if (there) {
                admin.removeMembersFromConsumerGroup(
                                group, new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove(identity))))
                        .all()
                        .get();
            }
            return there;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptException(interrupted);
        } catch (ExecutionException failed) {
            if (gone(failed)) {
                return false;
            }
            throw new KafkaException("a member cannot be removed from the group", failed.getCause());
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    /** Whether the member, or the whole group, ended between two questions. */
    private static boolean gone(Throwable failure) {
        return failure instanceof UnknownMemberIdException
                || failure instanceof GroupIdNotFoundException
                || (failure.getCause() != null && gone(failure.getCause()));
    }

    /** The transactional id, and the static member id. */
    public String identity() {
        return identity;
    }
}
