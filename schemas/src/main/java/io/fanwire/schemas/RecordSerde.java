package io.fanwire.schemas;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.time.DateTimeException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.InvalidNumberEncodingException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * One record type in Confluent wire format: our record outside, the generated class inside.
 *
 * <p>Reading tells bytes that can never be read ({@link UnreadableRecordException}) from a registry that is away
 * ({@link RegistryUnavailableException}). Not thread-safe: one object per thread.
 */
public final class RecordSerde<T, A> implements Serde<T>, Serializer<T>, Deserializer<T> {
    private final RecordBytes<A> writer;
    private final KafkaAvroDeserializer reader;
    private final RecordReader<T> fast;
    private final Class<A> generated;
    private final Function<T, A> toAvro;
    private final Function<A, T> fromAvro;

    RecordSerde(
            KafkaAvroSerializer writer,
            KafkaAvroDeserializer reader,
            RecordReader<T> fast,
            Class<A> generated,
            Function<T, A> toAvro,
            Function<A, T> fromAvro) {
        this.writer = new RecordBytes<>(writer, generated);
        this.reader = reader;
        this.fast = fast;
        this.generated = generated;
        this.toAvro = toAvro;
        this.fromAvro = fromAvro;
    }

    @Override
    public byte[] serialize(String topic, T record) {
        try {
            return writer.of(topic, toAvro.apply(record));
        } catch (RetriableException away) {
            throw new RegistryUnavailableException("the schema registry did not answer for topic " + topic, away);
        } catch (SerializationException failed) {
            if (failed.getCause() instanceof IOException || serverSide(failed.getCause())) {
                throw new RegistryUnavailableException("the schema registry did not answer for topic " + topic, failed);
            }
            throw failed;
        }
    }

    @Override
    public T deserialize(String topic, byte[] bytes) {
        try {
            Optional<T> ours = fast.read(bytes);
            if (ours.isPresent()) {
                return ours.get();
            }
            Object read = reader.deserialize(topic, bytes);
            if (!generated.isInstance(read)) {
                throw new UnreadableRecordException("not a record of type " + generated.getSimpleName());
            }
            fast.learn(bytes);
            return fromAvro.apply(generated.cast(read));
        } catch (RetriableException away) {
            throw new RegistryUnavailableException("the schema registry did not answer for topic " + topic, away);
        } catch (SerializationException failed) {
            if (answeredNothing(failed)) {
                throw new RegistryUnavailableException("the schema registry did not answer for topic " + topic, failed);
            }
            throw new UnreadableRecordException(reason(failed), failed);
        } catch (AvroRuntimeException
                | BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | DateTimeException e) {
            throw new UnreadableRecordException(reason(e), e);
        }
    }

    @Override
    public Serializer<T> serializer() {
        return this;
    }

    @Override
    public Deserializer<T> deserializer() {
        return this;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        // configured by AvroSerdes, which made it
    }

    @Override
    public void close() {
        // holds nothing: the registry client belongs to AvroSerdes
    }

    /** A schema that is fetched fails with an IOException under it; so does a truncated body, but as an EOFException. */
    private static boolean answeredNothing(SerializationException failed) {
        Throwable cause = failed.getCause();
        boolean ofTheBody = cause instanceof EOFException || cause instanceof InvalidNumberEncodingException;
        return serverSide(cause) || (cause instanceof IOException && !ofTheBody);
    }

    private static boolean serverSide(@Nullable Throwable cause) {
        return cause instanceof RestClientException rest
                && (rest.getStatus() >= 500 || rest.getStatus() == 408 || rest.getStatus() == 429);
    }

    private static String reason(Throwable failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
