package io.fanwire.gateway.once;

import io.fanwire.runtime.Backoff;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads both topics from their beginnings and gives what it reads to the {@link Claimant}, which its thread owns. At first it reads all
 * entries there are, then the claims, so that old claims meet their entries and do not pile up.
 */
final class Follower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final Topics topics;
    private final Claimant claimant;
    private final Runnable unreadable;
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final List<InOrder> orders = new ArrayList<>();
    private final CompletableFuture<Void> complete = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "gateway-once");
    private volatile long bytes;
    private volatile boolean stopping;

    /** {@code unreadable}: told of every record that is none of ours. */
    Follower(Consumer<byte[], byte[]> consumer, Topics topics, Claimant claimant, Runnable unreadable) {
        this.consumer = consumer;
        this.topics = topics;
        this.claimant = claimant;
        this.unreadable = unreadable;
        thread.setDaemon(true);
    }

    /** Reads all there is; throws when that does not end in time. */
    void start(Duration within) {
        thread.start();
        try {
            complete.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "interrupted while reading " + topics.idempotency().entries(), interrupted);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException(
                    topics.idempotency().entries() + " could not be read within " + within.toSeconds()
                            + " s: is Kafka there, and were its topics made?",
                    failed);
        }
    }

    /** Runs this before anything that was written after now is looked at. */
    void before(Runnable task) {
        inbox.add(task);
    }

    /** Runs this at once. */
    void soon(Runnable task) {
        inbox.add(task);
        consumer.wakeup();
    }

    /** Looks after an order until it flows. Called on this thread. */
    void tend(InOrder order) {
        orders.add(order);
    }

    boolean live() {
        return thread.isAlive();
    }

    boolean ready() {
        return complete.isDone() && !complete.isCompletedExceptionally() && live();
    }

    /** About how much memory the entries take. */
    long bytes() {
        return bytes;
    }

    private void run() {
        Backoff backoff = Backoff.standard(RandomGenerator.getDefault());
        Optional<Loading> loading = Optional.empty();
        try (consumer) {
            while (!stopping) {
                try {
                    if (loading.isEmpty()) {
                        loading = Optional.of(Loading.begin(consumer, topics));
                    }
                    step(loading.get());
                    backoff.reset();
                } catch (WakeupException asked) {
                    LOG.atDebug().log("woken up");
                } catch (KafkaException failed) {
                    LOG.atWarn()
                            .addKeyValue("error", failed.toString())
                            .log("claims and entries cannot be read; trying again");
                    Thread.sleep(backoff.next().toMillis());
                }
            }
        } catch (InterruptedException interrupted) {
            stopping = true;
        } finally {
            complete.completeExceptionally(
                    new IllegalStateException(topics.idempotency().entries() + " is not read any more"));
        }
    }

    private void step(Loading loading) {
        ConsumerRecords<byte[], byte[]> polled = poll();
        long now = System.nanoTime();
        claimant.tick(now);
        for (Runnable task = inbox.poll(); task != null; task = inbox.poll()) {
            task.run();
        }
        orders.removeIf(order -> order.hurry(now));
        polled.records(topics.idempotency().entries()).forEach(this::entry);
        polled.records(topics.idempotency().claims()).forEach(this::line);
        loading.entriesRead().forEach(claimant::entriesRead);
        bytes = claimant.bytes();
        if (loading.advance()) {
            complete.complete(null);
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (WakeupException asked) {
            return ConsumerRecords.empty();
        }
    }

    private void entry(ConsumerRecord<byte[], byte[]> record) {
        Optional.ofNullable(record.value())
                .flatMap(OnceBytes::entry)
                .ifPresentOrElse(
                        entry -> claimant.entry(record.partition(), entry, record.timestamp()), () -> skipped(record));
    }

    private void line(ConsumerRecord<byte[], byte[]> record) {
        Optional.ofNullable(record.value())
                .flatMap(OnceBytes::line)
                .ifPresentOrElse(
                        line -> claimant.line(record.partition(), line, record.timestamp()), () -> skipped(record));
    }

    private void skipped(ConsumerRecord<byte[], byte[]> record) {
        unreadable.run();
        LOG.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .log("a record is no claim or entry");
    }

    @Override
    public void close() {
        stopping = true;
        if (!thread.isAlive()) {
            consumer.close();
            return;
        }
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static List<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }
}
