package io.fanwire.bench.speed;

import io.fanwire.schemas.Access;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.Selection;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Very many subscriptions, written to their topic as a gateway writes them, without asking one. */
final class WrittenSubscriptions {
    private WrittenSubscriptions() {}

    static void write(Cluster cluster, Stream<Subscription> subscriptions) {
        try (AvroSerdes serdes = AvroSerdes.of(cluster);
                KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", cluster.bootstrap(), "compression.type", "lz4", "linger.ms", "20"),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            String topic = RouteLane.topics().subscriptions();
            RecordSerde<Subscription, ?> serde = serdes.subscriptions();
            subscriptions.forEach(subscription -> producer.send(
                    new ProducerRecord<>(topic, subscription.key().toString(), serde.serialize(topic, subscription))));
        }
    }

    /** Of no type: of all. */
    static Subscription subscription(
            SubscriptionKey key, String topic, List<String> types, Subscription.Format format) {
        return new Subscription(
                key,
                Selection.of(Optional.of(topic), types),
                "https://hooks.customer-" + key.id() + ".com/in",
                Subscription.Method.POST,
                Subscription.Shape.of(format),
                new Subscription.Signing(Subscription.Signing.STANDARD, List.of()),
                Access.NONE,
                Subscription.Retry.DEFAULT,
                Duration.ofSeconds(15),
                32,
                Optional.empty(),
                Subscription.Ordering.NONE,
                Verification.NONE,
                true,
                Optional.empty(),
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty());
    }
}
