package io.fanwire.gateway.publish;

import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.Metrics;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.EventHeaders;
import io.fanwire.schemas.Topics;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends events with an idempotent producer and acks=all. {@code append} blocks for up to {@code max.block.ms} when Kafka is away, so
 * it is called from publishing threads, never from an event loop. Any thread may call it.
 */
public final class EventPublisher implements EventLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final Producer<String, byte[]> producer;
    private final Topics topics;
    private final Histogram seconds;

    public EventPublisher(Producer<String, byte[]> producer, Topics topics, Metrics metrics) {
        this.producer = producer;
        this.topics = topics;
        this.seconds = metrics.histogram(
                "gateway.publish.seconds",
                "From handing an event to the producer to the acknowledgement of all in-sync replicas.");
    }

    /**
     * A producer as this class needs it.
     *
     * @param overrides the operator's own client settings
     */
    public static Producer<String, byte[]> producer(Cluster cluster, Map<String, Object> overrides) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "fanwire-gateway");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4000);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 128L * 1024 * 1024);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.putAll(overrides);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public CompletionStage<Checked<Published>> append(Event event) {
        CompletableFuture<Checked<Published>> result = new CompletableFuture<>();
        long start = System.nanoTime();
        try {
            producer.send(EventHeaders.toRecord(topics.events(event.topic()), event), (metadata, failure) -> {
                seconds.observe((System.nanoTime() - start) / 1e9);
                result.complete(outcome(metadata, failure));
            });
        } catch (KafkaException | IllegalStateException refused) {
            result.complete(Checked.refused(problem(refused)));
        }
        return result;
    }

    private static Checked<Published> outcome(RecordMetadata metadata, @Nullable Exception failure) {
        return failure == null
                ? Checked.ok(new Published(metadata.partition(), metadata.offset()))
                : Checked.refused(problem(failure));
    }

    /** Why an event was not published, as its sender is told. */
    public static Problem problem(Exception failure) {
        LOG.atDebug().setCause(failure).log("an event was not published");
        if (failure instanceof RecordTooLargeException) {
            return Problem.of(413, "event_too_large", "With its attributes the event is larger than a record may be.");
        }
        if (unknown(failure) || unknown(failure.getCause())) {
            return Problem.unknownTopic();
        }
        return Problem.unavailable("Kafka did not acknowledge the event; it may still have been taken.");
    }

    /** A topic that was deleted shows as a time-out whose cause tells what the brokers said to the last. */
    private static boolean unknown(@Nullable Throwable failure) {
        return failure instanceof UnknownTopicOrPartitionException || failure instanceof InvalidTopicException;
    }

    /** Sends what was appended, then ends. */
    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
