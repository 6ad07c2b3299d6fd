package io.fanwire.schemas;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.confluent.kafka.serializers.subject.TopicNameStrategy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.SystemLimitException;
import org.apache.avro.specific.SpecificData;

/**
 * The serdes of the platform's records, all on one registry client.
 *
 * <p>Wire format: {@code 0x00}, schema id in four bytes, Avro body. Schemas are registered by {@link TopicProvisioner} only; a
 * service that meets an unregistered one fails loudly.
 */
public final class AvroSerdes implements AutoCloseable {
    private static final int CACHE = 1000;
    /** Of a map or a list. */
    static final int MAX_ITEMS = 10_000;

    /*
     * Avro sets aside what a length in the bytes asks for before it looks whether they are there: eleven forged bytes would take
     * 2 GB. Its limits can only be set for the whole process, and before its first record.
     */
    static {
        limit(SystemLimitException.MAX_STRING_LENGTH_PROPERTY, Topics.MAX_RECORD_BYTES);
        limit(SystemLimitException.MAX_BYTES_LENGTH_PROPERTY, Topics.MAX_RECORD_BYTES);
        limit(SystemLimitException.MAX_COLLECTION_LENGTH_PROPERTY, MAX_ITEMS);
    }

    private final SchemaRegistryClient client;

    public AvroSerdes(SchemaRegistryClient client) {
        this.client = client;
    }

    /** Serdes that talk to a registry, with time-outs. */
    public static AvroSerdes of(Cluster cluster) {
        return new AvroSerdes(client(cluster));
    }

    static SchemaRegistryClient client(Cluster cluster) {
        Map<String, Object> config = new HashMap<>();
        config.put("http.connect.timeout.ms", 2000);
        config.put("http.read.timeout.ms", 5000);
        return new CachedSchemaRegistryClient(List.of(cluster.registryUrl()), CACHE, config);
    }

    /** A new serde of deliveries; one per thread. */
    public RecordSerde<Delivery, io.fanwire.avro.Delivery> deliveries() {
        return serde(
                io.fanwire.avro.Delivery.class, DeliveryMapping::toAvro, DeliveryMapping::fromAvro, new DeliveryWalk());
    }

    /** A new serde of attempts; one per thread. */
    public RecordSerde<Attempt, io.fanwire.avro.Attempt> attempts() {
        return serde(io.fanwire.avro.Attempt.class, AttemptMapping::toAvro, AttemptMapping::fromAvro);
    }

    /** A new serde of subscriptions; one per thread. */
    public RecordSerde<Subscription, io.fanwire.avro.Subscription> subscriptions() {
        return serde(io.fanwire.avro.Subscription.class, SubscriptionMapping::toAvro, SubscriptionMapping::fromAvro);
    }

    /** A new serde of subscriptions' states; one per thread. */
    public RecordSerde<SubscriptionState, io.fanwire.avro.SubscriptionState> subscriptionStates() {
        return serde(
                io.fanwire.avro.SubscriptionState.class,
                SubscriptionStateMapping::toAvro,
                SubscriptionStateMapping::fromAvro);
    }

    /** A new serde of what the jobs topic holds; one per thread. */
    public RecordSerde<JobRecord, io.fanwire.avro.JobRecord> jobs() {
        return serde(io.fanwire.avro.JobRecord.class, JobMapping::toAvro, JobMapping::fromAvro);
    }

    /** A new serde of API keys; one per thread. */
    public RecordSerde<ApiKey, io.fanwire.avro.ApiKey> keys() {
        return serde(io.fanwire.avro.ApiKey.class, AccessMapping::toAvro, AccessMapping::fromAvro);
    }

    /** A new serde of what says who may use a topic; one per thread. */
    public RecordSerde<TopicGrant, io.fanwire.avro.TopicGrant> topicGrants() {
        return serde(io.fanwire.avro.TopicGrant.class, AccessMapping::toAvro, AccessMapping::fromAvro);
    }

    /** A new serde of what test events brought back; one per thread. */
    public RecordSerde<TestResult, io.fanwire.avro.TestResult> testResults() {
        return serde(io.fanwire.avro.TestResult.class, TestResultMapping::toAvro, TestResultMapping::fromAvro);
    }

    private static void limit(String property, int most) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(most));
        }
    }

    private <T, A> RecordSerde<T, A> serde(Class<A> generated, Function<T, A> toAvro, Function<A, T> fromAvro) {
        return serde(generated, toAvro, fromAvro, new GeneratedWalk<>(generated, fromAvro));
    }

    private <T, A> RecordSerde<T, A> serde(
            Class<A> generated, Function<T, A> toAvro, Function<A, T> fromAvro, Walk<T> walk) {
        Map<String, Object> config = new HashMap<>();
        config.put("schema.registry.url", "unused: the client is given");
        config.put("value.subject.name.strategy", TopicNameStrategy.class);
        config.put("auto.register.schemas", false);
        config.put("specific.avro.reader", true);
        KafkaAvroSerializer writer = new KafkaAvroSerializer(client);
        writer.configure(config, false);
        KafkaAvroDeserializer reader = new KafkaAvroDeserializer(client);
        reader.configure(config, false);
        Schema own = SpecificData.getForClass(generated).getSchema(generated);
        RecordReader<T> fast = new RecordReader<>(client, own, walk);
        return new RecordSerde<>(writer, reader, fast, generated, toAvro, fromAvro);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (java.io.IOException nothingToSave) {
            throw new java.io.UncheckedIOException(nothingToSave);
        }
    }
}
