package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.DeadLetter;
import io.fanwire.schemas.JobRequest.Selector;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The dead-letter topic, read when it is asked for. Any thread may use it. */
public final class KafkaDeadLetterLog implements DeadLetterLog, AutoCloseable {
    private static final Duration WITHIN = Duration.ofMillis(3500);

    private final ReaderPool<DeadLetterScan> readers;

    /** {@code overrides}: the operator's own settings of consumers. */
    public KafkaDeadLetterLog(Cluster cluster, String topic, AvroSerdes serdes, Map<String, Object> overrides) {
        readers = new ReaderPool<>("gateway-dlq", "dead letters", () -> {
            Map<String, Object> properties = cluster.clientProperties();
            properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "fanwire-gateway-dlq");
            properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2000);
            properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2000);
            properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
            properties.putAll(overrides);
            properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
            properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
            return new DeadLetterScan(
                    topic,
                    new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                    serdes.deliveries(),
                    WITHIN);
        });
    }

    @Override
    public CompletionStage<Checked<Page>> page(String tenant, Selector selector, Place from, int limit) {
        return readers.read(scan -> Checked.ok(scan.page(tenant, selector, from, limit)));
    }

    @Override
    public CompletionStage<Checked<Count>> count(String tenant, Selector selector, Predicate<DeadLetter> test) {
        return readers.read(
                scan -> scan.count(tenant, selector, test)
                        .map(Checked::ok)
                        .orElseGet(
                                () -> Checked.refused(
                                        Problem.unavailable(
                                                "There are too many dead letters to count them in time; ask for fewer, for instance with since."))));
    }

    @Override
    public void close() {
        readers.close();
    }
}
