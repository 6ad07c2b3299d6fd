package io.fanwire.gateway.once;

import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The connections to Kafka that {@link KafkaOnce} needs.
 *
 * @param consumers the operator's own settings of consumers, and so on
 */
public record OnceClients(
        Cluster cluster, Map<String, Object> consumers, Map<String, Object> producers, Map<String, Object> admins) {
    private static final String NAME = "fanwire-gateway-once";

    public OnceClients {
        consumers = Map.copyOf(consumers);
        producers = Map.copyOf(producers);
        admins = Map.copyOf(admins);
    }

    /** The one transactional id of an owner. It is initialised before its first claim, and never again. */
    static String transactionalId(Topics topics, UUID owner) {
        return topics.idempotency().entries() + "-" + owner;
    }

    /** Writes claims, each as soon as it can. */
    Producer<String, byte[]> claims() {
        Map<String, Object> properties = producer(NAME + "-claims");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 1);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    /** Writes events and entries, in transactions. */
    Producer<String, byte[]> entries(String transactionalId) {
        Map<String, Object> properties = producer(NAME);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 1);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> producer(String name) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, name);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 4000);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.putAll(producers);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return properties;
    }

    /** Reads both topics, without a group and only what was committed. */
    Consumer<byte[], byte[]> reader() {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, NAME);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5000);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4000);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        properties.putAll(consumers);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Shuts owners out. */
    Admin admin() {
        Map<String, Object> properties = new HashMap<>(cluster.clientProperties());
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, NAME);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5000);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 4000);
        properties.putAll(admins);
        return Admin.create(properties);
    }
}
