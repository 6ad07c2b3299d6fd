package io.fanwire.gateway.control;

import io.fanwire.gateway.control.SubscriptionTurn.Change;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Subscriptions in the compacted topic, with a full copy in memory. A change ends when the broker has it and the copy shows it.
 *
 * <p>One thread makes all changes of this process, so no two changes of a subscription overlap. It takes what waits in groups in which
 * no subscription occurs twice: each decision sees the outcome of those before it, and many changes cost one round trip. Of several
 * gateways one writes at a time, see {@link SubscriptionAppends}; which one may change with every turn.
 */
public final class KafkaSubscriptionStore implements SubscriptionStore, AutoCloseable {
    private static final int MOST_WAITING = 1000;
    private static final int GROUP = 200;
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final SubscriptionTable table = new SubscriptionTable();
    private final SubscriptionCopy copy;
    private final SubscriptionAppends appends;
    private final BlockingQueue<Change> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread = new Thread(this::run, "gateway-subscriptions");
    private volatile boolean stopping;

    /** {@code consumer} and {@code producer}: the operator's own client settings. */
    public KafkaSubscriptionStore(
            Cluster cluster,
            String topic,
            AvroSerdes serdes,
            Map<String, Object> consumer,
            Map<String, Object> producer) {
        this.copy = new SubscriptionCopy(
                topic, SubscriptionCopy.consumer(cluster.clientProperties(), consumer), serdes.subscriptions(), table);
        this.appends =
                new SubscriptionAppends(topic, () -> producer(cluster, topic, producer), serdes.subscriptions(), copy);
        thread.setDaemon(true);
    }

    /** The topic's name is the transactional id, so that all gateways of an installation have the same. */
    private static Producer<String, byte[]> producer(Cluster cluster, String topic, Map<String, Object> overrides) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "fanwire-gateway-subscriptions");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 4000);
        properties.putAll(overrides);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    /** Reads all there is; throws when that does not end in time. */
    public void start(Duration within) {
        CompletableFuture<Void> complete = copy.start();
        try {
            complete.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the subscriptions", interrupted);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException(
                    "the subscriptions could not be read within " + within.toSeconds()
                            + " s: is Kafka there, and were its topics made?",
                    failed);
        }
        thread.start();
    }

    public boolean live() {
        return copy.alive() && thread.isAlive();
    }

    public boolean ready() {
        return copy.complete() && live();
    }

    /** How many subscriptions there are. */
    public int size() {
        return table.size();
    }

    @Override
    public Optional<Subscription> find(SubscriptionKey key) {
        return table.find(key);
    }

    @Override
    public List<Subscription> page(String tenant, Optional<String> after, int limit, Predicate<Subscription> wanted) {
        return table.page(tenant, after, limit, wanted);
    }

    @Override
    public long position() {
        return copy.position() - 1;
    }

    @Override
    public CompletionStage<Checked<Decision>> change(SubscriptionKey key, Function<Present, Decision> decide) {
        Change change = new Change(key, decide, new CompletableFuture<>());
        if (stopping || !waiting.offer(change)) {
            change.result().complete(Checked.refused(Problem.overloaded()));
        }
        return change.result();
    }

    private void run() {
        Queue<Change> next = new ArrayDeque<>();
        while (!stopping) {
            try {
                if (next.isEmpty()) {
                    Optional.ofNullable(waiting.poll(100, TimeUnit.MILLISECONDS))
                            .ifPresent(next::add);
                }
                waiting.drainTo(next, Math.max(0, GROUP - next.size()));
                apply(next);
            } catch (InterruptedException interrupted) {
                stopping = true;
            }
        }
        waiting.drainTo(next);
        next.forEach(
                change -> change.result().complete(Checked.refused(Problem.unavailable("The gateway is stopping."))));
    }

    /** Takes changes off the queue until one names a subscription again, and ends them all. */
    private void apply(Queue<Change> next) throws InterruptedException {
        Set<SubscriptionKey> seen = new HashSet<>();
        List<Change> turn = new ArrayList<>();
        for (Change change = next.peek(); change != null && seen.add(change.key()); change = next.peek()) {
            turn.add(next.remove());
        }
        if (!turn.isEmpty()) {
            new SubscriptionTurn(table, appends, turn).run();
        }
    }

    @Override
    public void close() {
        stopping = true;
        try {
            if (thread.isAlive()) {
                thread.join(CLOSE.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        appends.close();
        copy.close();
    }
}
