package io.fanwire.local.registry;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The three Kafka clients of the registry, set to give up in seconds: a caller waits for the answer. */
record RegistryClients(String bootstrap) {
    private static final int GIVE_UP_MS = 15_000;

    Admin admin() {
        return Admin.create(Map.of(
                "bootstrap.servers", bootstrap,
                "request.timeout.ms", GIVE_UP_MS / 3,
                "default.api.timeout.ms", GIVE_UP_MS));
    }

    KafkaConsumer<byte[], byte[]> reader() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrap,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "allow.auto.create.topics",
                false,
                "default.api.timeout.ms",
                GIVE_UP_MS);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    KafkaProducer<byte[], byte[]> writer(String transactionalId) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrap,
                "transactional.id", transactionalId,
                "acks", "all",
                "linger.ms", 0,
                "max.request.size", 2 << 20,
                "transaction.timeout.ms", GIVE_UP_MS,
                "max.block.ms", GIVE_UP_MS,
                "request.timeout.ms", GIVE_UP_MS / 3,
                "delivery.timeout.ms", GIVE_UP_MS);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
