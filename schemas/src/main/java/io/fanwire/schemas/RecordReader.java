package io.fanwire.schemas;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads records that were written with the very schema of their generated class, which nearly all are, by the code that Avro generates.
 * Whatever is different in any way is left to Confluent's deserializer: another schema, another format, bytes that are damaged or too
 * many. It also says which ids are of that schema. Not thread-safe.
 *
 * @param <A> a generated class
 */
final class RecordReader<A> {
    private static final int PREFIX = 5;

    /** A registry that does not tell is left alone for so long. */
    private static final long AGAIN_NANOS = Duration.ofSeconds(10).toNanos();

    private final SchemaRegistryClient registry;
    private final Schema own;
    private final SpecificDatumReader<A> reader;
    private final Class<A> generated;
    private final Set<Integer> same = new HashSet<>();
    private final Set<Integer> known = new HashSet<>();
    private long again = Long.MIN_VALUE;
    private BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(new byte[0], null);

    RecordReader(SchemaRegistryClient registry, Class<A> generated) {
        this.registry = registry;
        this.generated = generated;
        SpecificData data = SpecificData.getForClass(generated);
        this.own = data.getSchema(generated);
        SpecificData coded = new SpecificData(data.getClassLoader());
        coded.setCustomCoders(true);
        coded.setFastReaderEnabled(false);
        this.reader = new SpecificDatumReader<>(own, own, coded);
    }

    /** Empty where Confluent's deserializer is to be asked. */
    Optional<A> read(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length <= PREFIX || bytes[0] != 0 || !same.contains(id(bytes))) {
            return Optional.empty();
        }
        try {
            decoder = DecoderFactory.get().binaryDecoder(bytes, PREFIX, bytes.length - PREFIX, decoder);
            Object read = reader.read(null, decoder);
            return decoder.isEnd() ? Optional.of(generated.cast(read)) : Optional.empty();
        } catch (IOException | RuntimeException damaged) {
            return Optional.empty();
        }
    }

    /** Confluent's could read this. */
    void learn(byte[] bytes) {
        long now = System.nanoTime();
        if (now < again || !known.add(id(bytes))) {
            return;
        }
        try {
            if (own.equals(registry.getSchemaById(id(bytes)).rawSchema())) {
                same.add(id(bytes));
            }
        } catch (IOException | RestClientException away) {
            known.remove(id(bytes));
            again = now + AGAIN_NANOS;
        }
    }

    private static int id(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt(1);
    }
}
