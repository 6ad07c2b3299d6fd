package io.fanwire.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The short way of reading finds what Confluent's finds, or leaves it to it. */
class RecordReaderTest {
    private static final String TOPIC = "fanwire.deliveries";
    private static final long SEED = Long.getLong("fanwire.seed", System.nanoTime());

    private final MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
    private final AvroSerdes serdes = new AvroSerdes(registry);
    private final RecordReader<Delivery> reader =
            new RecordReader<>(registry, io.fanwire.avro.Delivery.getClassSchema(), new DeliveryWalk());

    private final KafkaAvroDeserializer confluents = new KafkaAvroDeserializer(
            registry, Map.of("schema.registry.url", "unused: the client is given", "specific.avro.reader", true));

    @BeforeEach
    void register() throws IOException, RestClientException {
        registry.register(TOPIC + "-value", new AvroSchema(io.fanwire.avro.Delivery.getClassSchema()));
    }

    /** A serde that has learned nothing, so that Confluent's deserializer reads; to configure another each time takes long. */
    private RecordSerde<Delivery, ?> confluents() {
        return new RecordSerde<>(
                new KafkaAvroSerializer(registry),
                confluents,
                new RecordReader<>(registry, io.fanwire.avro.Delivery.getClassSchema(), new DeliveryWalk()),
                io.fanwire.avro.Delivery.class,
                DeliveryMapping::toAvro,
                DeliveryMapping::fromAvro);
    }

    private byte[] bytes() {
        return serdes.deliveries().serialize(TOPIC, Records.delivery());
    }

    @Test
    void itReadsWhatItHasLearnedToBeOfItsSchemaAndNothingElse() throws IOException, RestClientException {
        Schema other =
                SchemaBuilder.record("Other").fields().requiredString("id").endRecord();
        int id = registry.register("other-value", new AvroSchema(other));
        byte[] foreign = bytes();
        foreign[4] = (byte) id;

        assertThat(reader.read(bytes())).isEmpty();
        reader.learn(bytes());
        reader.learn(foreign);

        assertThat(reader.read(bytes())).contains(Records.delivery());
        assertThat(reader.read(foreign)).isEmpty();
        assertThat(reader.read(Arrays.copyOf(bytes(), bytes().length + 1)))
                .as("more than a record")
                .isEmpty();
        assertThat(reader.read(Arrays.copyOf(bytes(), bytes().length - 1))).isEmpty();
        assertThat(reader.read(new byte[0])).isEmpty();
        assertThat(reader.read(null)).as("a tombstone").isEmpty();
    }

    @Test
    void everyDeliveryIsReadAsItWasWritten() {
        SplittableRandom random = new SplittableRandom(SEED);
        reader.learn(bytes());
        RecordSerde<Delivery, ?> writer = serdes.deliveries();
        for (int n = 0; n < 5_000; n++) {
            Delivery written = chance(random);

            assertThat(reader.read(writer.serialize(TOPIC, written)))
                    .as("seed %d, run %d", SEED, n)
                    .contains(written);
        }
    }

    private static Delivery chance(SplittableRandom random) {
        Map<String, String> headers = new HashMap<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            headers.put(text(random), text(random));
        }
        return new Delivery(
                text(random),
                new SubscriptionKey(text(random), text(random)),
                random.nextLong(),
                List.of(Subscription.Ordering.values()).get(random.nextInt(3)),
                new Delivery.Origin(
                        text(random),
                        text(random),
                        text(random),
                        Instant.ofEpochMilli(random.nextLong(1L << 45)),
                        random.nextInt(),
                        random.nextLong(),
                        perhaps(random),
                        perhaps(random),
                        headers),
                text(random),
                Payload.utf8(text(random)),
                new Delivery.Progress(
                        random.nextInt(DeliveryMapping.MAX_ATTEMPTS + 1),
                        Instant.ofEpochMilli(-random.nextLong(1L << 45)),
                        random.nextInt(1 << 30),
                        Instant.ofEpochMilli(random.nextLong(1L << 45)),
                        random.nextBoolean() ? OptionalLong.of(random.nextLong()) : OptionalLong.empty(),
                        random.nextBoolean()),
                new Delivery.Part(random.nextInt(1000), perhaps(random)));
    }

    private static Optional<String> perhaps(SplittableRandom random) {
        return random.nextBoolean() ? Optional.of(text(random)) : Optional.empty();
    }

    /** Of any length and in any script, some of them again and again. */
    private static String text(SplittableRandom random) {
        if (random.nextBoolean()) {
            return "often-" + random.nextInt(50);
        }
        return random.ints(random.nextInt(200), 1, 0xd800)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void whateverIsDamagedIsReadOrRefusedAsConfluentsDoes() {
        SplittableRandom random = new SplittableRandom(SEED);
        RecordSerde<Delivery, ?> learned = serdes.deliveries();
        assertThat(outcome(learned, bytes())).contains(Records.delivery());
        byte[] whole = bytes();
        for (int n = 0; n < 5_000; n++) {
            byte[] damaged = whole.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                damaged[random.nextInt(5, damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            damaged = random.nextInt(10) == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length + 20)) : damaged;

            assertThat(outcome(learned, damaged))
                    .as("seed %d, run %d", SEED, n)
                    .isEqualTo(outcome(confluents(), damaged));
        }
    }

    @Test
    void whatIsLargerThanAnyRecordOrHoldsMoreThanAnyMapIsRefusedAsConfluentsDoes() {
        RecordSerde<Delivery, ?> learned = serdes.deliveries();
        assertThat(outcome(learned, bytes())).isPresent();
        Map<String, String> many = new HashMap<>();
        for (int n = 0; n <= AvroSerdes.MAX_ITEMS; n++) {
            many.put("h" + n, "");
        }
        for (Delivery forged : List.of(
                with(Payload.of(new byte[Topics.MAX_RECORD_BYTES + 1]), Map.of()), with(Payload.utf8("x"), many))) {
            byte[] bytes = serdes.deliveries().serialize(TOPIC, forged);

            assertThat(outcome(learned, bytes)).isEmpty();
            assertThat(outcome(serdes.deliveries(), bytes)).isEmpty();
        }
    }

    private static Delivery with(Payload body, Map<String, String> headers) {
        Delivery usual = Records.delivery();
        Delivery.Origin origin = usual.origin();
        return new Delivery(
                usual.id(),
                usual.subscription(),
                usual.subscriptionPosition(),
                usual.ordering(),
                new Delivery.Origin(
                        origin.eventId(),
                        origin.topic(),
                        origin.type(),
                        origin.time(),
                        origin.partition(),
                        origin.offset(),
                        origin.key(),
                        origin.traceparent(),
                        headers),
                usual.contentType(),
                body,
                usual.progress(),
                usual.part());
    }

    /** Empty: unreadable. */
    private static Optional<Delivery> outcome(RecordSerde<Delivery, ?> serde, byte[] bytes) {
        try {
            return Optional.of(serde.deserialize(TOPIC, bytes));
        } catch (UnreadableRecordException unreadable) {
            return Optional.empty();
        }
    }
}
