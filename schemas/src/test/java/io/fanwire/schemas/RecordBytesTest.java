package io.fanwire.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** A new serde has its first record written by the registry's own serializer, those after it by ours: the bytes are the same. */
class RecordBytesTest {
    private final MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
    private final AvroSerdes serdes = new AvroSerdes(registry);

    @Test
    void everyRecordIsTheSameBytesAgain() throws IOException, RestClientException {
        assertSame(io.fanwire.avro.Delivery.getClassSchema(), serdes::deliveries, Records.delivery());
        assertSame(
                io.fanwire.avro.Delivery.getClassSchema(),
                serdes::deliveries,
                Records.delivery().with(Delivery.Progress.first(Records.NOW)));
        assertSame(io.fanwire.avro.Attempt.getClassSchema(), serdes::attempts, Records.attempt());
        assertSame(io.fanwire.avro.Subscription.getClassSchema(), serdes::subscriptions, Records.subscription());
    }

    @Test
    void aTopicHasASchemaOfItsOwn() throws IOException, RestClientException {
        register("a", io.fanwire.avro.Attempt.getClassSchema());
        register("b", Schema.create(Schema.Type.STRING));
        register("b", io.fanwire.avro.Attempt.getClassSchema());
        RecordSerde<Attempt, ?> serde = serdes.attempts();
        serde.serialize("a", Records.attempt());

        assertThat(serde.serialize("b", Records.attempt()))
                .isEqualTo(serdes.attempts().serialize("b", Records.attempt()));
    }

    @Test
    void aLargeRecordLeavesNothingBehind() throws IOException, RestClientException {
        register("topic", io.fanwire.avro.Delivery.getClassSchema());
        RecordSerde<Delivery, ?> serde = serdes.deliveries();
        byte[] small = serde.serialize("topic", Records.delivery());

        Delivery large = sized(600_000);
        assertThat(serde.deserialize("topic", serde.serialize("topic", large))).isEqualTo(large);
        assertThat(serde.serialize("topic", large))
                .isEqualTo(serdes.deliveries().serialize("topic", large));
        assertThat(serde.serialize("topic", Records.delivery())).isEqualTo(small);
    }

    @Test
    void oneThatCannotBeWrittenLeavesNothingToTheNext() throws IOException, RestClientException {
        register("topic", io.fanwire.avro.Attempt.getClassSchema());
        KafkaAvroSerializer first = new KafkaAvroSerializer(registry);
        first.configure(Map.of("schema.registry.url", "mock://none", "auto.register.schemas", false), false);
        RecordBytes<io.fanwire.avro.Attempt> bytes = new RecordBytes<>(first, io.fanwire.avro.Attempt.class);
        byte[] whole = bytes.of("topic", AttemptMapping.toAvro(Records.attempt()));
        io.fanwire.avro.Attempt broken = AttemptMapping.toAvro(Records.attempt());
        broken.put(3, null);

        assertThatThrownBy(() -> bytes.of("topic", broken)).isInstanceOf(RuntimeException.class);

        assertThat(bytes.of("topic", AttemptMapping.toAvro(Records.attempt()))).isEqualTo(whole);
    }

    private static Delivery sized(int bytes) {
        Delivery usual = Records.delivery();
        return new Delivery(
                usual.id(),
                usual.subscription(),
                usual.subscriptionPosition(),
                usual.ordering(),
                usual.origin(),
                usual.contentType(),
                Payload.of(new byte[bytes]),
                usual.progress(),
                new Delivery.Part(3, Optional.empty()));
    }

    private <T> void assertSame(Schema schema, Supplier<RecordSerde<T, ?>> fresh, T record)
            throws IOException, RestClientException {
        register("topic", schema);
        byte[] first = fresh.get().serialize("topic", record);
        RecordSerde<T, ?> serde = fresh.get();
        for (int n = 0; n < 3; n++) {
            assertThat(serde.serialize("topic", record)).isEqualTo(first);
        }
    }

    private void register(String topic, Schema schema) throws IOException, RestClientException {
        registry.register(topic + "-value", new AvroSchema(schema));
    }
}
