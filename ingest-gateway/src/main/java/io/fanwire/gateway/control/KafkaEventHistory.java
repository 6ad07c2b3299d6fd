package io.fanwire.gateway.control;

import io.fanwire.expressions.Filter;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The event topics, read when it is asked for. Any thread may use it. */
public final class KafkaEventHistory implements EventHistory, AutoCloseable {
    /** How long a filter is tried at most. */
    static final Duration WITHIN = Duration.ofSeconds(8);

    private static final int MIB = 1024 * 1024;
    private static final EventScan.Bounds BOUNDS = new EventScan.Bounds(Duration.ofSeconds(3), 50_000, 2 * MIB);

    /** A filter may be tried on a million events, by threads of its own: others read pages meanwhile. */
    private static final EventScan.Bounds OF_A_TRIAL = new EventScan.Bounds(WITHIN, 1_000_000, 2 * MIB);

    private final ReaderPool<EventScan> readers;
    private final ReaderPool<EventScan> triers;

    /** {@code overrides}: the operator's own settings of consumers. */
    public KafkaEventHistory(Cluster cluster, Topics topics, Map<String, Object> overrides) {
        readers = new ReaderPool<>(
                "gateway-history", "events", () -> new EventScan(topics, consumer(cluster, overrides), BOUNDS));
        triers = new ReaderPool<>(
                "gateway-trial", "events", () -> new EventScan(topics, consumer(cluster, overrides), OF_A_TRIAL));
    }

    private static Consumer<String, byte[]> consumer(Cluster cluster, Map<String, Object> overrides) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "fanwire-gateway-history");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2000);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2000);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * MIB);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MIB);
        properties.putAll(overrides);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public CompletionStage<Checked<Page>> page(String topic, Query query, Optional<Marks> from, int limit) {
        return readers.read(scan -> Checked.ok(scan.page(topic, query, from, limit)));
    }

    @Override
    public CompletionStage<Checked<Optional<Stored>>> at(String topic, int partition, long offset) {
        return readers.read(scan -> Checked.ok(scan.at(topic, partition, offset)));
    }

    @Override
    public CompletionStage<Checked<Optional<Stored>>> find(List<String> topics, Wanted wanted) {
        return readers.read(scan -> scan.find(topics, wanted));
    }

    @Override
    public CompletionStage<Checked<Trial>> trial(
            String topic, Query query, Optional<Filter> filter, BooleanSupplier given) {
        return triers.read(scan -> given.getAsBoolean()
                ? Checked.refused(Problem.overloaded())
                : Checked.ok(scan.trial(topic, query, new TrialCount(filter), given)));
    }

    @Override
    public void close() {
        readers.close();
        triers.close();
    }
}
