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
import org.jspecify.annotations.Nullable;

/**
 * Reads records that were written with our own schema, which nearly all are, the short way. Whatever is different in any way is left to
 * Confluent's deserializer: another schema, another format, bytes that are damaged or too many. It also says which ids are of that
 * schema. Not thread-safe.
 *
 * @param <T> our record
 */
final class RecordReader<T> {
    private static final int PREFIX = 5;

    /** A registry that does not tell is left alone for so long. */
    private static final long AGAIN_NANOS = Duration.ofSeconds(10).toNanos();

    private final SchemaRegistryClient registry;
    private final Schema own;
    private final Walk<T> walk;
    private final Set<Integer> same = new HashSet<>();
    private final Set<Integer> known = new HashSet<>();
    private long again = Long.MIN_VALUE;

    /** {@code walk} reads what was written with {@code own}. */
    RecordReader(SchemaRegistryClient registry, Schema own, Walk<T> walk) {
        this.registry = registry;
        this.own = own;
        this.walk = walk;
    }

    /**
     * Empty where Confluent's deserializer is to be asked.
     *
     * @throws UnreadableRecordException for a record whose values are out of bounds
     */
    Optional<T> read(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length <= PREFIX || bytes[0] != 0 || !same.contains(id(bytes))) {
            return Optional.empty();
        }
        try {
            return Optional.of(walk.read(bytes, PREFIX));
        } catch (UnreadableRecordException ours) {
            throw ours; // the bytes are of our schema; nobody else would make anything of them
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
