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
import org.junit.jupiter.api.Test;

final class OldRecordsTest {
    /** Records that were written before there was a choice of styles, and before callbacks were asked. */
    @Test
    void aRecordOfAnOlderVersionIsReadAsWhatItMeantThen() throws IOException, RestClientException {
        List<String> added = List.of("signingHeader", "signingHash", "verification");
        Schema present = io.fanwire.avro.Subscription.getClassSchema();
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
        MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
        int id = registry.register("fanwire.subscriptions-value", new AvroSchema(before));
        GenericRecord record = new GenericData.Record(before);
        io.fanwire.avro.Subscription whole = SubscriptionMapping.toAvro(Records.subscription());
        before.getFields()
                .forEach(field -> record.put(
                        field.pos(), whole.get(present.getField(field.name()).pos())));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        Encoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new SpecificDatumWriter<GenericRecord>(before).write(record, encoder);

        Subscription read =
                new AvroSerdes(registry).subscriptions().deserialize("fanwire.subscriptions", bytes.toByteArray());

        assertThat(read.verification()).isEqualTo(Verification.NONE);
        assertThat(read.signing())
                .isEqualTo(new Subscription.Signing(
                        SigningStyle.STANDARD, Records.subscription().signing().secrets()));
        assertThat(read.url()).isEqualTo(Records.subscription().url());
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
