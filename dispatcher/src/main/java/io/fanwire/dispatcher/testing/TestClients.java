package io.fanwire.dispatcher.testing;

import io.fanwire.schemas.Cluster;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The Kafka clients of the sender of test events.
 *
 * @param consumerOverrides and {@code producerOverrides}: the operator's own client settings
 */
public record TestClients(
        Cluster cluster, Map<String, Object> consumerOverrides, Map<String, Object> producerOverrides) {
    private static final String CLIENT = "fanwire-tests";

    public TestClients {
        consumerOverrides = Map.copyOf(consumerOverrides);
        producerOverrides = Map.copyOf(producerOverrides);
    }

    Consumer<byte[], byte[]> consumer(String group) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.putAll(consumerOverrides);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, CLIENT);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5000);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    Producer<byte[], byte[]> producer() {
        Map<String, Object> properties = cluster.clientProperties();
        properties.putAll(producerOverrides);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, CLIENT);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
