package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.Threads;
import io.fanwire.runtime.TopicCopy;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Ids;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.TestResult;
import io.fanwire.schemas.Topics;
import io.fanwire.schemas.UnreadableRecordException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tests, and subscriptions whose callbacks are to be asked, go to a topic each, a dispatcher sends them, and what came back is read from another topic. Any thread may use it; records are written
 * on a thread of its own, as that may block.
 */
public final class KafkaTestDesk implements TestDesk, VerificationDesk, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaTestDesk.class);
    private static final String CLIENT = "fanwire-gateway-tests";

    private final Topics topics;
    private final Producer<String, byte[]> producer;
    /** Owned by the writing thread. */
    private final RecordSerde<Delivery, ?> deliveries;
    /** Likewise. */
    private final RecordSerde<Subscription, ?> subscriptions;
    /** Owned by the copy's thread. */
    private final RecordSerde<TestResult, ?> results;

    private final TopicCopy copy;
    private final Map<String, CompletableFuture<TestResult>> waiting = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor writing = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(100), Threads.daemons("gateway-tests"));

    /** {@code consumer} and {@code producer}: the operator's own client settings. */
    public KafkaTestDesk(
            Cluster cluster,
            Topics topics,
            AvroSerdes serdes,
            Map<String, Object> consumer,
            Map<String, Object> producer) {
        this.topics = topics;
        this.producer = producer(cluster, producer);
        this.deliveries = serdes.deliveries();
        this.subscriptions = serdes.subscriptions();
        this.results = serdes.testResults();
        this.copy = new TopicCopy(
                "gateway-test-results",
                topics.testResults(),
                TopicCopy.consumer(CLIENT, cluster.clientProperties(), consumer),
                this::take);
    }

    private static Producer<String, byte[]> producer(Cluster cluster, Map<String, Object> overrides) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 4000);
        properties.putAll(overrides);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, CLIENT);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    /** Reads what is there, and follows from then on. */
    public void start(Duration within) {
        copy.start(within);
    }

    public boolean live() {
        return copy.live();
    }

    @Override
    public CompletionStage<Checked<TestResult>> send(Delivery test) {
        return hand(topics.tests(), test.id(), topic -> deliveries.serialize(topic, test));
    }

    @Override
    public CompletionStage<Checked<TestResult>> verify(Subscription wanted) {
        return hand(topics.verifications(), Ids.event(), topic -> subscriptions.serialize(topic, wanted));
    }

    /** Writes a record and waits for the result of the same id. */
    private CompletionStage<Checked<TestResult>> hand(String topic, String id, Function<String, byte[]> value) {
        CompletableFuture<TestResult> result = new CompletableFuture<>();
        waiting.put(id, result);
        try {
            writing.execute(() -> write(topic, id, value, result));
        } catch (RejectedExecutionException full) {
            waiting.remove(id);
            return CompletableFuture.completedStage(Checked.refused(Problem.overloaded()));
        }
        return result.orTimeout(WITHIN.toMillis(), TimeUnit.MILLISECONDS).handle((came, failure) -> {
            waiting.remove(id);
            return failure == null ? Checked.ok(came) : Checked.refused(refused(failure));
        });
    }

    private void write(String topic, String id, Function<String, byte[]> value, CompletableFuture<TestResult> result) {
        try {
            producer.send(new ProducerRecord<>(topic, id, value.apply(topic)), (metadata, failure) -> {
                if (failure != null) {
                    result.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException failed) {
            result.completeExceptionally(failed);
        }
    }

    private static Problem refused(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        LOG.atWarn().addKeyValue("error", cause.toString()).log("a test brought nothing back");
        return Problem.unavailable(
                cause instanceof TimeoutException
                        ? "No dispatcher told what came of the test within " + WITHIN.toSeconds() + " s."
                        : "The test could not be handed to a dispatcher.");
    }

    private boolean take(ConsumerRecord<String, byte[]> record) {
        Optional<CompletableFuture<TestResult>> result =
                Optional.ofNullable(record.key()).flatMap(key -> Optional.ofNullable(waiting.get(key)));
        if (result.isEmpty() || record.value() == null) {
            return true;
        }
        try {
            result.get().complete(results.deserialize(record.topic(), record.value()));
        } catch (RegistryUnavailableException away) {
            return false;
        } catch (UnreadableRecordException unreadable) {
            result.get().completeExceptionally(unreadable);
        }
        return true;
    }

    @Override
    public void close() {
        writing.shutdown();
        producer.close(Duration.ofSeconds(2));
        copy.close();
    }
}
