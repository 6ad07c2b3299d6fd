package io.fanwire.gateway.control;

import io.fanwire.runtime.Backoff;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.UnreadableRecordException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the subscriptions topic from its beginning into a table and follows it. The thread it starts owns the consumer and writes the
 * table; others wait for positions.
 */
final class SubscriptionCopy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionCopy.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final TopicPartition topic;
    private final Consumer<String, byte[]> consumer;
    private final Deserializer<Subscription> deserializer;
    private final SubscriptionTable table;
    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private final Queue<CompletableFuture<Void>> asking = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> complete = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "gateway-subscriptions-copy");
    private volatile long position;
    private volatile boolean stopping;

    /** Somebody who wants to know when the record at an offset was applied. */
    private record Waiter(long offset, CompletableFuture<Void> applied) {}

    SubscriptionCopy(
            String topic,
            Consumer<String, byte[]> consumer,
            Deserializer<Subscription> deserializer,
            SubscriptionTable table) {
        this.topic = new TopicPartition(topic, 0);
        this.consumer = consumer;
        this.deserializer = deserializer;
        this.table = table;
        thread.setDaemon(true);
    }

    /** A consumer as this class needs it; {@code properties} name the cluster. */
    static Consumer<String, byte[]> consumer(Map<String, Object> properties, Map<String, Object> overrides) {
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "fanwire-gateway-subscriptions");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5000);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4000);
        properties.putAll(overrides);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Ends when all that was in the topic at the start is in the table. */
    CompletableFuture<Void> start() {
        thread.start();
        return complete;
    }

    boolean complete() {
        return complete.isDone() && !complete.isCompletedExceptionally();
    }

    /** The offset of what is read next. */
    long position() {
        return position;
    }

    boolean alive() {
        return thread.isAlive();
    }

    /**
     * Ends when the record at this offset is in the table. A waiter is queued before the position is read, and the position is
     * published before waiters are looked at: whichever comes second sees the other.
     */
    CompletableFuture<Void> applied(long offset) {
        Waiter waiter = new Waiter(offset, new CompletableFuture<>());
        waiters.add(waiter);
        if (position > offset) {
            waiter.applied().complete(null);
        }
        return waiter.applied();
    }

    /** Ends when all that is in the topic now is in the table. */
    CompletableFuture<Void> caughtUp() {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        asking.add(asked);
        consumer.wakeup();
        return asked;
    }

    private void run() {
        Backoff backoff = Backoff.standard(RandomGenerator.getDefault());
        Optional<Long> end = Optional.empty();
        try (consumer) {
            consumer.assign(Set.of(topic));
            consumer.seekToBeginning(Set.of(topic));
            while (!stopping) {
                try {
                    if (end.isEmpty()) {
                        end = Optional.ofNullable(
                                consumer.endOffsets(Set.of(topic)).get(topic));
                    }
                    lookUpEnd();
                    poll();
                    if (!complete.isDone() && end.isPresent() && position >= end.get()) {
                        LOG.atInfo().addKeyValue("subscriptions", table.size()).log("subscriptions are known");
                        complete.complete(null);
                    }
                    backoff.reset();
                } catch (WakeupException stop) {
                    LOG.atDebug().log("asked to stop");
                } catch (KafkaException | RegistryUnavailableException failed) {
                    LOG.atWarn()
                            .addKeyValue("error", failed.toString())
                            .log("subscriptions are not readable, trying on");
                    seekBack();
                    pause(backoff.next());
                }
            }
        } finally {
            complete.completeExceptionally(new IllegalStateException("the subscriptions are not read any more"));
        }
    }

    /** Those who ask before the end is looked up wait for that end. */
    private void lookUpEnd() {
        int asked = asking.size();
        if (asked > 0) {
            Long end = consumer.endOffsets(Set.of(topic)).get(topic);
            for (int i = 0; end != null && i < asked; i++) {
                waiters.add(new Waiter(end - 1, asking.remove()));
            }
        }
    }

    private void poll() {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            SubscriptionKey.parse(record.key()).ifPresent(key -> apply(key, record));
            position = record.offset() + 1;
        }
        position = consumer.position(topic);
        waiters.removeIf(waiter -> {
            if (position > waiter.offset()) {
                waiter.applied().complete(null);
            }
            return waiter.applied().isDone();
        });
    }

    /** What was polled and not applied is polled again; at the very start the beginning is asked for again. */
    private void seekBack() {
        if (position > 0) {
            consumer.seek(topic, position);
        } else {
            consumer.seekToBeginning(Set.of(topic));
        }
    }

    /** Bytes that are no subscription do not end the one that was there. */
    private void apply(SubscriptionKey key, ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            table.remove(key);
            return;
        }
        try {
            table.put(deserializer.deserialize(topic.topic(), record.value()));
        } catch (UnreadableRecordException unreadable) {
            LOG.atError()
                    .addKeyValue("subscription", key)
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("error", unreadable.getMessage())
                    .log("a subscription is not readable; its last good state stays in force");
        }
    }

    private void pause(Duration wait) {
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException interrupted) {
            stopping = true;
        }
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
