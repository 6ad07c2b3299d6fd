package io.fanwire.schemas;

import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Records in Confluent wire format: the first of a topic by Confluent's serializer, which asks the registry for the schema's id, and those
 * after it behind the same five bytes, as an id never changes. It looks the schema up by its hash for each record otherwise, which takes as
 * long as all the rest. Any thread may use it.
 *
 * @param <A> a generated class, of which all instances have one schema
 */
final class RecordBytes<A> {
    /** The magic byte and the id. */
    private static final int PREFIX = 5;

    private static final int KEPT = 256 * 1024;

    private final KafkaAvroSerializer first;
    private final Map<String, byte[]> prefixes = new HashMap<>();
    private final SpecificDatumWriter<A> writer;
    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);

    RecordBytes(KafkaAvroSerializer first, Class<A> generated) {
        this.first = first;
        SpecificData data = SpecificData.getForClass(generated);
        this.writer = new SpecificDatumWriter<>(data.getSchema(generated), generated(data));
    }

    /** Generated code writes its own fields. */
    private static SpecificData generated(SpecificData data) {
        SpecificData own = new SpecificData(data.getClassLoader());
        own.setCustomCoders(true);
        return own;
    }

    synchronized byte[] of(String topic, A record) {
        byte[] prefix = prefixes.get(topic);
        if (prefix == null) {
            byte[] bytes = first.serialize(topic, record);
            prefixes.put(topic, Arrays.copyOf(bytes, PREFIX));
            return bytes;
        }
        boolean clean = false;
        try {
            out.reset();
            out.write(prefix, 0, PREFIX);
            writer.write(record, encoder);
            encoder.flush();
            byte[] bytes = out.toByteArray();
            clean = bytes.length <= KEPT;
            return bytes;
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory takes all bytes", impossible);
        } finally {
            if (!clean) {
                out = new ByteArrayOutputStream();
                encoder = EncoderFactory.get().binaryEncoder(out, null);
            }
        }
    }
}
