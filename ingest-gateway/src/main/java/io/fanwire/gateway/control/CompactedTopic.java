package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.Threads;
import io.fanwire.runtime.TopicCopy;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.UnreadableRecordException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small compacted topic that this process reads whole and sometimes writes. A write ends when the broker has it and the copy shows it;
 * one thread makes them, one after another, so that each is decided on what those before it left.
 */
final class CompactedTopic<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CompactedTopic.class);
    private static final Duration WITHIN = Duration.ofSeconds(4);
    private static final int MOST_WAITING = 100;

    private final String topic;
    private final TopicCopy copy;
    private final Producer<String, byte[]> producer;
    private final RecordSerde<T, ?> reading;
    private final RecordSerde<T, ?> writing;
    private final View<T> view;
    private final ThreadPoolExecutor writer;

    /** Where records are looked up. Called on the copy's thread only. */
    interface View<T> {
        void put(String key, T value);

        void remove(String key);
    }

    /** {@code serdes} gives a new one each time. */
    CompactedTopic(
            String name,
            String topic,
            Consumer<String, byte[]> consumer,
            Producer<String, byte[]> producer,
            Supplier<? extends RecordSerde<T, ?>> serdes,
            View<T> view) {
        this.topic = topic;
        this.copy = new TopicCopy(name + "-copy", topic, consumer, this::take);
        this.producer = producer;
        this.reading = serdes.get();
        this.writing = serdes.get();
        this.view = view;
        this.writer = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), Threads.daemons(name));
    }

    /** A producer as this class needs it; {@code overrides} are the operator's own. */
    static Producer<String, byte[]> producer(String client, Cluster cluster, Map<String, Object> overrides) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, client);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 4000);
        properties.putAll(overrides);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    /** Reads all there is; throws when that does not end in time. */
    void start(Duration within) {
        copy.start(within);
    }

    boolean live() {
        return copy.live();
    }

    boolean ready() {
        return copy.ready();
    }

    /**
     * Writes a value, or a tombstone, unless {@code objection} has one when its turn comes.
     *
     * <p>The stage ends with why it was not written or is not known to be, and never with an exception that was to be expected.
     */
    CompletionStage<Optional<Problem>> write(String key, Optional<T> value, Supplier<Optional<Problem>> objection) {
        try {
            return CompletableFuture.supplyAsync(() -> objection.get().or(() -> append(key, value)), writer);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedStage(Optional.of(Problem.overloaded()));
        }
    }

    private Optional<Problem> append(String key, Optional<T> value) {
        try {
            byte @Nullable [] bytes =
                    value.map(given -> writing.serialize(topic, given)).orElse(null);
            RecordMetadata written = producer.send(new ProducerRecord<>(topic, key, bytes))
                    .get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            copy.taken(written.partition(), written.offset()).get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (ExecutionException | TimeoutException | KafkaException | RegistryUnavailableException failed) {
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("error", failed.toString())
                    .log("a change was not made for sure");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return Optional.of(Problem.unavailable("The change was not confirmed; it may still have been made."));
    }

    /** Bytes that cannot be read do not end what was there. */
    private boolean take(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null) {
            return true;
        }
        if (record.value() == null) {
            view.remove(record.key());
            return true;
        }
        try {
            view.put(record.key(), reading.deserialize(topic, record.value()));
        } catch (RegistryUnavailableException away) {
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("error", away.toString())
                    .log("a record cannot be read yet");
            return false;
        } catch (UnreadableRecordException unreadable) {
            LOG.atError()
                    .addKeyValue("topic", topic)
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("error", unreadable.getMessage())
                    .log("a record is not readable; what was there before stays in force");
        }
        return true;
    }

    @Override
    public void close() {
        writer.shutdownNow();
        producer.close(Duration.ofSeconds(5));
        copy.close();
    }
}
