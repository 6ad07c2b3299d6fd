package io.fanwire.local.e2e;

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
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Another tenant's subscriptions, written over and over in bursts, so that whoever reads them lags behind. */
final class Flood implements AutoCloseable {
    private static final int BURST = 5_000;
    private static final int KEYS = 500;
    private static final long PAUSE_MILLIS = 400;

    private final Cluster cluster;
    private final String topic;
    private final AtomicLong written = new AtomicLong();
    private final Thread thread = new Thread(this::run, "flood");
    private volatile boolean stopping;

    private Flood(Cluster cluster, String topic) {
        this.cluster = cluster;
        this.topic = topic;
    }

    static Flood start(Cluster cluster, String topic) {
        Flood flood = new Flood(cluster, topic);
        flood.thread.start();
        return flood;
    }

    long written() {
        return written.get();
    }

    private void run() {
        try (AvroSerdes serdes = AvroSerdes.of(cluster);
                KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", cluster.bootstrap(), "linger.ms", "5"),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            RecordSerde<Subscription, ?> serde = serdes.subscriptions();
            while (!stopping) {
                for (int n = 0; n < BURST && !stopping; n++) {
                    Subscription subscription = subscription("s" + n % KEYS);
                    producer.send(new ProducerRecord<>(
                            topic, subscription.key().toString(), serde.serialize(topic, subscription)));
                    written.incrementAndGet();
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Subscription subscription(String id) {
        return new Subscription(
                new SubscriptionKey("flood", id),
                Selection.of(Optional.empty(), List.of()),
                "https://a.example.org/",
                Subscription.Method.POST,
                Subscription.Shape.of(Subscription.Format.JSON),
                new Subscription.Signing(Subscription.Signing.NONE, List.of()),
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

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
