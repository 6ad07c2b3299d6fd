package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.Threads;
import io.fanwire.runtime.TopicCopy;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Job;
import io.fanwire.schemas.JobReader;
import io.fanwire.schemas.JobRecord;
import io.fanwire.schemas.JobRequest;
import io.fanwire.schemas.JobTable;
import io.fanwire.schemas.RegistryUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs in the compacted topic, with a full copy in memory. Any thread may use it; records are written on one thread of its own, as that
 * may block, and every hour jobs that ended long ago are taken out.
 */
public final class KafkaJobStore implements JobStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaJobStore.class);
    private static final String CLIENT = "fanwire-gateway-jobs";
    private static final Duration WITHIN = Duration.ofMillis(4500);
    private static final Duration SWEEP = Duration.ofHours(1);

    private final String topic;
    private final JobTable table = new JobTable();
    private final TopicCopy copy;
    private final Producer<String, byte[]> producer;
    private final Serializer<JobRecord> serializer;
    private final Duration kept;
    private final InstantSource clock;
    private final ThreadPoolExecutor writing = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(100), Threads.daemons("gateway-jobs"));
    private final ScheduledThreadPoolExecutor sweeping =
            new ScheduledThreadPoolExecutor(1, Threads.daemons("gateway-jobs-sweep"));

    /**
     * {@code consumer} and {@code producer}: the operator's own client settings.
     *
     * @param kept how long a job that ended can be read
     */
    public KafkaJobStore(
            Cluster cluster,
            String topic,
            AvroSerdes serdes,
            Map<String, Object> consumer,
            Map<String, Object> producer,
            Duration kept) {
        this(
                topic,
                TopicCopy.consumer(CLIENT, cluster.clientProperties(), consumer),
                producer(cluster, producer),
                serdes,
                kept,
                InstantSource.system());
    }

    KafkaJobStore(
            String topic,
            Consumer<String, byte[]> consumer,
            Producer<String, byte[]> producer,
            AvroSerdes serdes,
            Duration kept,
            InstantSource clock) {
        JobReader reader = new JobReader(serdes.jobs(), table, LOG::warn);
        this.topic = topic;
        this.copy = new TopicCopy("gateway-jobs-copy", topic, consumer, reader::take);
        this.producer = producer;
        this.serializer = serdes.jobs();
        this.kept = kept;
        this.clock = clock;
    }

    private static Producer<String, byte[]> producer(Cluster cluster, Map<String, Object> overrides) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, CLIENT);
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
    public void start(Duration within) {
        copy.start(within);
        sweeping.scheduleWithFixedDelay(this::sweepSafely, SWEEP.toSeconds(), SWEEP.toSeconds(), TimeUnit.SECONDS);
    }

    public boolean live() {
        return copy.live();
    }

    public boolean ready() {
        return copy.ready();
    }

    @Override
    public Optional<Job> find(String id) {
        return table.find(id);
    }

    @Override
    public List<Job> page(String tenant, Optional<String> before, int limit) {
        return table.page(tenant, before, limit);
    }

    @Override
    public int running(String tenant) {
        return (int) table.all().stream()
                .filter(job -> job.request().tenant().equals(tenant) && !job.finished())
                .count();
    }

    @Override
    public boolean redriven(int partition, long offset) {
        return table.redriven(partition, offset);
    }

    @Override
    public CompletionStage<Checked<Job>> save(JobRequest request) {
        try {
            return CompletableFuture.supplyAsync(() -> send(request), writing)
                    .thenCompose(Function.identity())
                    .thenCompose(written -> copy.taken(written.partition(), written.offset()))
                    .orTimeout(WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .handle((taken, failure) -> failure == null
                            ? Checked.ok(table.find(request.id()).orElseGet(() -> new Job(request, List.of())))
                            : refused(failure));
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedStage(Checked.refused(Problem.overloaded()));
        }
    }

    private CompletableFuture<RecordMetadata> send(JobRequest request) {
        return send(new ProducerRecord<>(topic, request.key(), serializer.serialize(topic, request)));
    }

    private CompletableFuture<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
        CompletableFuture<RecordMetadata> written = new CompletableFuture<>();
        producer.send(record, (metadata, failure) -> {
            if (failure == null) {
                written.complete(metadata);
            } else {
                written.completeExceptionally(failure);
            }
        });
        return written;
    }

    private static Checked<Job> refused(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        LOG.atWarn().addKeyValue("error", cause.toString()).log("a job was not saved for sure");
        return Checked.refused(Problem.unavailable("The job was not confirmed; it may still have been made."));
    }

    private void sweepSafely() {
        try {
            sweep();
        } catch (KafkaException | RegistryUnavailableException failed) {
            LOG.atWarn().addKeyValue("error", failed.toString()).log("old jobs stay for now");
        }
    }

    /** The parts go before the job, so that no part is left without its job. Two gateways doing so at once do no harm. */
    void sweep() {
        Instant before = clock.instant().minus(kept);
        for (Job job : table.all()) {
            if (job.finishedAt().filter(at -> at.isBefore(before)).isPresent()) {
                job.progress().forEach(part -> send(tombstone(Optional.of(part.partition()), part.key())));
                send(tombstone(Optional.empty(), job.request().key()));
            }
        }
    }

    private ProducerRecord<String, byte[]> tombstone(Optional<Integer> partition, String key) {
        return new ProducerRecord<>(topic, partition.orElse(null), key, null);
    }

    @Override
    public void close() {
        sweeping.shutdownNow();
        writing.shutdown();
        producer.close(Duration.ofSeconds(5));
        copy.close();
    }
}
