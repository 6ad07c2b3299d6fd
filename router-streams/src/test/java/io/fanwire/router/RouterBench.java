package io.fanwire.router;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.fanwire.runtime.Metrics;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.TopicSpec;
import io.fanwire.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The whole topology on Kafka's test driver, a registry in memory and end offsets that are always far away. */
final class RouterBench implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
    static final Instant EVENT_TIME = Instant.parse("2026-03-01T00:00:00Z");

    final Topics topics = new Topics(TopicSettings.local("fanwire."));
    final SubscriptionIndex index = new SubscriptionIndex();
    final FakeEndOffsets ends = new FakeEndOffsets();
    final RouterMetrics metrics = new RouterMetrics(new Metrics(), index);
    final AvroSerdes serdes = new AvroSerdes(registry(topics));
    private final TopologyTestDriver driver;

    RouterBench() {
        Freshness freshness = new Freshness(index, () -> ends, metrics, Duration.ofMillis(20));
        Patience patience = new Patience(Duration.ZERO, metrics.retries);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench");
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        driver = new TopologyTestDriver(
                RouterTopology.build(topics, serdes, index, () -> freshness, metrics, patience), properties, NOW);
    }

    void subscribe(Subscription subscription) {
        byte[] value = serdes.subscriptions().serialize(topics.subscriptions(), subscription);
        subscriptionRecord(subscription.key().toString(), value);
    }

    void unsubscribe(String tenant, String id) {
        subscriptionRecord(new SubscriptionKey(tenant, id).toString(), null);
    }

    void subscriptionRecord(String key, byte @Nullable [] value) {
        driver.createInputTopic(topics.subscriptions(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, value);
    }

    void event(String topic, Map<String, String> headers, byte @Nullable [] value) {
        Headers given = new RecordHeaders();
        headers.forEach((name, text) -> given.add(name, text.getBytes(UTF_8)));
        TestInputTopic<byte[], byte[]> input =
                driver.createInputTopic(topics.events(topic), new ByteArraySerializer(), new ByteArraySerializer());
        input.pipeInput(new TestRecord<>(null, value, given, EVENT_TIME));
    }

    /** What was left of wide events; the driver has handed it back to the router already. */
    List<TestRecord<byte[], byte[]>> rests() {
        return driver.createOutputTopic(topics.fanouts(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** Somebody writes to that topic. */
    void rest(TestRecord<byte[], byte[]> record) {
        driver.createInputTopic(topics.fanouts(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(record);
    }

    List<TestRecord<String, byte[]>> deliveryRecords() {
        return driver.createOutputTopic(topics.deliveries(), new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    List<Delivery> deliveries() {
        return deliveryRecords().stream()
                .map(record -> serdes.deliveries().deserialize(topics.deliveries(), record.value()))
                .toList();
    }

    List<TestRecord<byte[], byte[]>> poison() {
        return driver.createOutputTopic(topics.poison(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    @Override
    public void close() {
        driver.close();
    }

    private static MockSchemaRegistryClient registry(Topics topics) {
        MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
        for (TopicSpec topic : topics.all()) {
            Optional<AvroSchema> schema = topic.schema().map(AvroSchema::new);
            schema.ifPresent(found -> register(registry, topic.name() + "-value", found));
        }
        return registry;
    }

    private static void register(MockSchemaRegistryClient registry, String subject, AvroSchema schema) {
        try {
            registry.register(subject, schema);
        } catch (IOException | RestClientException impossible) {
            throw new IllegalStateException("a registry in memory", impossible);
        }
    }
}
