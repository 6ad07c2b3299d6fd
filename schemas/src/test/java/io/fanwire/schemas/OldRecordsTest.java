package io.fanwire.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

final class OldRecordsTest {
    /** Records that were written before there was a choice of styles, and before callbacks were asked. */
    @Test
    void aRecordOfAnOlderVersionIsReadAsWhatItMeantThen() throws IOException, RestClientException {
        MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
        byte[] bytes = older(
                registry,
                "fanwire.subscriptions-value",
                SubscriptionMapping.toAvro(Records.subscription()),
                List.of("signingHeader", "signingHash", "verification"));

        Subscription read = new AvroSerdes(registry).subscriptions().deserialize("fanwire.subscriptions", bytes);

        assertThat(read.verification()).isEqualTo(Verification.NONE);
        assertThat(read.signing())
                .isEqualTo(new Subscription.Signing(
                        SigningStyle.STANDARD, Records.subscription().signing().secrets()));
        assertThat(read.url()).isEqualTo(Records.subscription().url());
    }

    /** Deliveries that wait in a tier since before events had headers. */
    @Test
    void aDeliveryOfAnOlderVersionHasNoHeaders() throws IOException, RestClientException {
        MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
        byte[] bytes = older(
                registry, "fanwire.deliveries-value", DeliveryMapping.toAvro(Records.delivery()), List.of("headers"));

        Delivery read = new AvroSerdes(registry).deliveries().deserialize("fanwire.deliveries", bytes);

        assertThat(read.origin().headers()).isEmpty();
        assertThat(read.body()).isEqualTo(Records.delivery().body());
    }

    /** A record as it was written before some of its fields were there. */
    private static byte[] older(
            MockSchemaRegistryClient registry, String subject, SpecificRecord whole, List<String> added)
            throws IOException, RestClientException {
        Schema present = whole.getSchema();
        Schema before = Schema.createRecord(
                present.getName(),
                present.getDoc(),
                present.getNamespace(),
                false,
                present.getFields().stream()
                        .filter(field -> !added.contains(field.name()))
                        .map(field -> new Schema.Field(field, field.schema()))
                        .toList());
        assertThat(before.getFields()).hasSize(present.getFields().size() - added.size());
        int id = registry.register(subject, new AvroSchema(before));
        GenericRecord record = new GenericData.Record(before);
        before.getFields()
                .forEach(field -> record.put(
                        field.pos(), whole.get(present.getField(field.name()).pos())));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        Encoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new SpecificDatumWriter<GenericRecord>(before).write(record, encoder);
        return bytes.toByteArray();
    }

    @Test
    void aStyleThatIsNotKnownHereIsNoStyleAtAll() {
        io.fanwire.avro.Subscription avro = io.fanwire.avro.Subscription.newBuilder(
                        SubscriptionMapping.toAvro(Records.subscription()))
                .setSigningStyle("hieroglyphs")
                .build();

        assertThatThrownBy(() -> SubscriptionMapping.fromAvro(avro))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("hieroglyphs");
    }
}
