package io.fanwire.gateway.once;

import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends lines to the topic of claims. Any thread may use it; it blocks for a moment when Kafka is away. */
final class ClaimWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimWriter.class);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Producer<String, byte[]> producer;
    private final String topic;

    ClaimWriter(Producer<String, byte[]> producer, Topics topics) {
        this.producer = producer;
        this.topic = topics.idempotency().claims();
    }

    /** Ends when the brokers have it; when it fails, they may have it or not. */
    CompletableFuture<Void> append(int partition, ClaimLine line) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        try {
            producer.send(new ProducerRecord<>(topic, partition, null, OnceBytes.of(line)), (metadata, failure) -> {
                if (failure == null) {
                    written.complete(null);
                } else {
                    failed(written, failure);
                }
            });
        } catch (KafkaException | IllegalStateException refused) {
            failed(written, refused);
        }
        return written;
    }

    private static void failed(CompletableFuture<Void> written, Exception failure) {
        LOG.atDebug().setCause(failure).log("a claim was not written, or nobody knows");
        written.completeExceptionally(failure);
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
