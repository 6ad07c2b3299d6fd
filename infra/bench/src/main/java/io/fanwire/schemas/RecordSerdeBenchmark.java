package io.fanwire.schemas;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.fanwire.bench.inner.Proof;
import io.fanwire.bench.inner.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The records that cross topics most often: deliveries are written and read, attempts are written. The registry is in memory. */
@State(Scope.Thread)
public class RecordSerdeBenchmark {
    private static final Topics TOPICS = new Topics(TopicSettings.local("fanwire."));

    private final AvroSerdes serdes = new AvroSerdes(registry());
    private final RecordSerde<Delivery, ?> deliveries = serdes.deliveries();
    private final RecordSerde<Attempt, ?> attempts = serdes.attempts();
    private final String deliveriesTopic = TOPICS.deliveries();
    private final String attemptsTopic = TOPICS.attempts();
    private final Delivery delivery = Samples.delivery();
    private final Attempt attempt = attempt(delivery);
    private final byte[] record = deliveries.serialize(deliveriesTopic, delivery);

    @Benchmark
    public Object readDelivery() {
        return deliveries.deserialize(deliveriesTopic, record);
    }

    @Benchmark
    public Object writeDelivery() {
        return deliveries.serialize(deliveriesTopic, delivery);
    }

    @Benchmark
    public Object writeAttempt() {
        return attempts.serialize(attemptsTopic, attempt);
    }

    @TearDown
    public void prove() {
        Proof.that(readDelivery().equals(delivery), "what is read is what was written");
        byte[] written = attempts.serialize(attemptsTopic, attempt);
        Proof.that(attempts.deserialize(attemptsTopic, written).equals(attempt), "an attempt is written");
    }

    private static Attempt attempt(Delivery delivery) {
        return new Attempt(
                delivery.id(),
                delivery.subscription(),
                delivery.origin().eventId(),
                delivery.origin().topic(),
                delivery.origin().type(),
                0,
                1,
                Attempt.State.DELIVERED,
                Optional.of("delivered"),
                Optional.empty(),
                Optional.of(200),
                Optional.empty(),
                Samples.NOW,
                Duration.ofMillis(12),
                Optional.empty());
    }

    private static MockSchemaRegistryClient registry() {
        MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
        try {
            for (TopicSpec topic : TOPICS.all()) {
                if (topic.schema().isPresent()) {
                    registry.register(
                            topic.name() + "-value",
                            new AvroSchema(topic.schema().get()));
                }
            }
        } catch (IOException | RestClientException impossible) {
            throw new IllegalStateException("a registry in memory", impossible);
        }
        return registry;
    }
}
