package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.Threads;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.DeadLetter;
import io.fanwire.schemas.JobRequest.Selector;
import io.fanwire.schemas.RegistryUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead-letter topic, read when it is asked for. Any thread may use it; the reading is done on two threads of its own, each with
 * a consumer at a time, which is kept for the next call.
 */
public final class KafkaDeadLetterLog implements DeadLetterLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaDeadLetterLog.class);
    private static final Duration WITHIN = Duration.ofMillis(3500);
    private static final int READERS = 2;

    private final Supplier<DeadLetterScan> scans;
    private final Queue<DeadLetterScan> idle = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor reading = new ThreadPoolExecutor(
            READERS, READERS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(50), Threads.daemons("gateway-dlq"));

    /** {@code overrides}: the operator's own settings of consumers. */
    public KafkaDeadLetterLog(Cluster cluster, String topic, AvroSerdes serdes, Map<String, Object> overrides) {
        this(() -> {
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

    KafkaDeadLetterLog(Supplier<DeadLetterScan> scans) {
        this.scans = scans;
    }

    @Override
    public CompletionStage<Checked<Page>> page(String tenant, Selector selector, Place from, int limit) {
        return read(scan -> Checked.ok(scan.page(tenant, selector, from, limit)));
    }

    @Override
    public CompletionStage<Checked<Count>> count(String tenant, Selector selector, Predicate<DeadLetter> test) {
        return read(
                scan -> scan.count(tenant, selector, test)
                        .map(Checked::ok)
                        .orElseGet(
                                () -> Checked.refused(
                                        Problem.unavailable(
                                                "There are too many dead letters to count them in time; ask for fewer, for instance with since."))));
    }

    private <T> CompletionStage<Checked<T>> read(Function<DeadLetterScan, Checked<T>> work) {
        try {
            return CompletableFuture.supplyAsync(() -> readNow(work), reading);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedStage(Checked.refused(Problem.overloaded()));
        }
    }

    /** A scan that failed is not used again. */
    private <T> Checked<T> readNow(Function<DeadLetterScan, Checked<T>> work) {
        DeadLetterScan known = idle.poll();
        DeadLetterScan scan = known == null ? scans.get() : known;
        try {
            Checked<T> result = work.apply(scan);
            idle.add(scan);
            return result;
        } catch (KafkaException | RegistryUnavailableException failed) {
            LOG.atWarn().addKeyValue("error", failed.toString()).log("dead letters cannot be read");
            scan.close();
            return Checked.refused(Problem.unavailable("The dead letters cannot be read now."));
        }
    }

    @Override
    public void close() {
        reading.shutdown();
        try {
            if (!reading.awaitTermination(5, TimeUnit.SECONDS)) {
                reading.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (DeadLetterScan scan = idle.poll(); scan != null; scan = idle.poll()) {
            scan.close();
        }
    }
}
