package io.fanwire.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every partition of a compacted topic from its beginning, gives each record to a reader, and follows the topic from there on.
 *
 * <p>The thread it starts owns the consumer and calls the reader; others wait for positions. What could not be read or applied is
 * polled again, so no record is passed over.
 */
public final class TopicCopy implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(TopicCopy.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final String name;
    private final String topic;
    private final Consumer<String, byte[]> consumer;
    private final Reader reader;
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> complete = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean stopping;

    /** Puts records where they are looked up. Called on the copy's thread only. */
    @FunctionalInterface
    public interface Reader {
        /** Takes a record; false: not now, give it again after a while. */
        boolean take(ConsumerRecord<String, byte[]> record);
    }

    /** Somebody who wants to know when the record at an offset was taken. */
    private record Waiter(TopicPartition partition, long offset, CompletableFuture<Void> taken) {}

    /** A copy that is empty until started; it closes the consumer. */
    public TopicCopy(String name, String topic, Consumer<String, byte[]> consumer, Reader reader) {
        this.name = name;
        this.topic = topic;
        this.consumer = consumer;
        this.reader = reader;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /**
     * A consumer as this class needs it: no group, only what was committed.
     *
     * @param cluster properties that name the cluster, to which others are added
     * @param overrides the operator's own
     */
    public static Consumer<String, byte[]> consumer(
            String name, Map<String, Object> cluster, Map<String, Object> overrides) {
        cluster.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
        cluster.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5000);
        cluster.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4000);
        cluster.putAll(overrides);
        cluster.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        cluster.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        cluster.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new KafkaConsumer<>(cluster, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Starts reading and returns when all that was there is taken, however long that is. */
    @Override
    public void start() {
        thread.start();
        try {
            complete.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(topic + " could not be read; the log says why", failed);
        }
    }

    /** As {@link #start()}, and throws when it takes longer than this. */
    public void start(Duration within) {
        thread.start();
        try {
            complete.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading " + topic, interrupted);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException(
                    topic + " could not be read within " + within.toSeconds()
                            + " s: is Kafka there, and were its topics made?",
                    failed);
        }
    }

    /** The offset up to which a partition is taken, that offset not included. */
    public long position(int partition) {
        return positions.getOrDefault(new TopicPartition(topic, partition), 0L);
    }

    /**
     * Ends when the record at this offset was taken, or passed because it was aborted or compacted away. A waiter is queued before the
     * position is read, and the position is published before waiters are looked at: whichever comes second sees the other.
     */
    public CompletableFuture<Void> taken(int partition, long offset) {
        Waiter waiter = new Waiter(new TopicPartition(topic, partition), offset, new CompletableFuture<>());
        waiters.add(waiter);
        if (position(partition) > offset) {
            waiter.taken().complete(null);
        }
        return waiter.taken();
    }

    private void run() {
        Backoff backoff = Backoff.standard(RandomGenerator.getDefault());
        Optional<Map<TopicPartition, Long>> ends = Optional.empty();
        try (consumer) {
            while (!stopping) {
                try {
                    if (ends.isEmpty()) {
                        ends = Optional.of(begin());
                    }
                    boolean all = poll();
                    tell(ends.get());
                    if (all) {
                        backoff.reset();
                    } else {
                        pause(backoff.next());
                    }
                } catch (WakeupException stop) {
                    LOG.atDebug().log("asked to stop");
                } catch (KafkaException failed) {
                    LOG.atWarn()
                            .addKeyValue("topic", topic)
                            .addKeyValue("error", failed.toString())
                            .log("a topic cannot be read; trying again");
                    consumer.assignment().forEach(this::seekBack);
                    pause(backoff.next());
                }
            }
        } finally {
            complete.completeExceptionally(new IllegalStateException(topic + " is not read any more"));
        }
    }

    private Map<TopicPartition, Long> begin() {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("there is no topic " + topic);
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer.endOffsets(partitions);
    }

    /** Answers false when a record was not taken: then it and what follows in its partition is polled again. */
    private boolean poll() {
        boolean all = true;
        var polled = consumer.poll(POLL);
        for (TopicPartition partition : polled.partitions()) {
            for (ConsumerRecord<String, byte[]> record : polled.records(partition)) {
                if (!reader.take(record)) {
                    seekBack(partition);
                    all = false;
                    break;
                }
                positions.put(partition, record.offset() + 1);
            }
        }
        if (all) {
            consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
        }
        return all;
    }

    private void tell(Map<TopicPartition, Long> ends) {
        if (!complete.isDone()
                && ends.entrySet().stream()
                        .allMatch(end -> position(end.getKey().partition()) >= end.getValue())) {
            LOG.atInfo().addKeyValue("topic", topic).log("a copy is complete");
            complete.complete(null);
        }
        waiters.removeIf(waiter -> {
            if (position(waiter.partition().partition()) > waiter.offset()) {
                waiter.taken().complete(null);
            }
            return waiter.taken().isDone();
        });
    }

    private void seekBack(TopicPartition partition) {
        Optional.ofNullable(positions.get(partition))
                .ifPresentOrElse(
                        position -> consumer.seek(partition, position),
                        () -> consumer.seekToBeginning(List.of(partition)));
    }

    private void pause(Duration wait) {
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException interrupted) {
            stopping = true;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean live() {
        return thread.isAlive();
    }

    @Override
    public boolean ready() {
        return complete.isDone() && !complete.isCompletedExceptionally() && thread.isAlive();
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
}
