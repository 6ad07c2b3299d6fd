package io.fanwire.dispatcher.callbacks;

import io.fanwire.runtime.Backoff;
import io.fanwire.runtime.Service;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.UnreadableRecordException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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
 * The full copy of the subscriptions topic that every attempt is made from, so that a repaired URL heals what already waits.
 *
 * <p>Its own thread writes; any thread may look up. The one partition gives one order, so a single position says how current the
 * copy is.
 *
 * <p>A copy that nobody has compared with the broker lately tells nothing: twice a second the end of the topic is asked for, and when
 * the copy has reached an end, it is current as of the moment of that question. Older than {@link #CURRENT}, every look-up answers
 * "not yet", and attempts wait as for any other record that is still to come. So an unsubscription counts two seconds after it was
 * acknowledged at the latest, also in a process that was frozen or cut off from its broker.
 */
public final class CallbackDirectory implements Callbacks, Service {
    private static final Logger log = LoggerFactory.getLogger(CallbackDirectory.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CURRENT = Duration.ofMillis(1_500);
    private static final Duration COMPARE_EVERY = Duration.ofMillis(500);
    private static final Duration COMPARE_WITHIN = Duration.ofSeconds(1);

    private final TopicPartition topic;
    private final Consumer<String, byte[]> consumer;
    private final Deserializer<Subscription> subscriptions;
    private final BiFunction<Subscription, Long, Lookup> opener;
    private final Map<SubscriptionKey, Lookup> entries = new ConcurrentHashMap<>();
    private final CountDownLatch complete = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "callback-directory");
    private final LongSupplier nanos;
    private volatile long position;
    private volatile long currentAsOf;
    private volatile boolean stopping;

    /**
     * A copy that is empty until started.
     *
     * @param opener makes a callback of a subscription and the offset of its record
     */
    public CallbackDirectory(
            Cluster cluster,
            String subscriptionsTopic,
            Deserializer<Subscription> subscriptions,
            BiFunction<Subscription, Long, Lookup> opener) {
        this(consumer(cluster), subscriptionsTopic, subscriptions, opener, System::nanoTime);
    }

    CallbackDirectory(
            Consumer<String, byte[]> consumer,
            String subscriptionsTopic,
            Deserializer<Subscription> subscriptions,
            BiFunction<Subscription, Long, Lookup> opener,
            LongSupplier nanos) {
        this.consumer = consumer;
        this.nanos = nanos;
        this.currentAsOf = nanos.getAsLong() - CURRENT.toNanos();
        this.topic = new TopicPartition(subscriptionsTopic, 0);
        this.subscriptions = subscriptions;
        this.opener = opener;
    }

    private static Consumer<String, byte[]> consumer(Cluster cluster) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "callback-directory");
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Lookup find(SubscriptionKey key, long matchedAt) {
        if (position <= matchedAt || nanos.getAsLong() - currentAsOf >= CURRENT.toNanos()) {
            return new Lookup.NotYet();
        }
        return Optional.ofNullable(entries.get(key)).orElseGet(Lookup.Deleted::new);
    }

    /** How many subscriptions it holds. */
    public int size() {
        return entries.size();
    }

    /** Starts reading and answers when everything that was there at the start is known. */
    @Override
    public void start() {
        thread.start();
        try {
            while (!complete.await(1, TimeUnit.SECONDS)) {
                if (!thread.isAlive()) {
                    throw new IllegalStateException("the subscriptions could not be read; the log says why");
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Backoff backoff = Backoff.standard(RandomGenerator.getDefault());
        consumer.assign(Set.of(topic));
        consumer.seekToBeginning(Set.of(topic));
        long asked = nanos.getAsLong() - COMPARE_EVERY.toNanos();
        Optional<Long> end = Optional.empty();
        while (!stopping) {
            try {
                if (end.isEmpty() && nanos.getAsLong() - asked >= COMPARE_EVERY.toNanos()) {
                    asked = nanos.getAsLong();
                    end = Optional.ofNullable(
                            consumer.endOffsets(Set.of(topic), COMPARE_WITHIN).get(topic));
                }
                apply(consumer.poll(POLL));
                if (end.isPresent() && position >= end.get()) {
                    currentAsOf = asked;
                    end = Optional.empty();
                    complete.countDown();
                }
                backoff.reset();
            } catch (WakeupException stop) {
                log.atDebug().log("asked to stop");
            } catch (KafkaException | RegistryUnavailableException failed) {
                log.atWarn().addKeyValue("error", failed.toString()).log("subscriptions cannot be read; trying again");
                consumer.seek(topic, position);
                pause(backoff.next());
            }
        }
        consumer.close();
    }

    private void pause(Duration wait) {
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException interrupted) {
            stopping = true;
        }
    }

    private void apply(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            SubscriptionKey.parse(record.key()).ifPresent(key -> apply(key, record));
            position = record.offset() + 1;
        }
        position = consumer.position(topic);
    }

    /** A record that cannot be read leaves the last good one in force: wrong bytes must not end a subscription. */
    private void apply(SubscriptionKey key, ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            entries.remove(key);
            return;
        }
        try {
            Subscription subscription = subscriptions.deserialize(topic.topic(), record.value());
            entries.put(key, opener.apply(subscription, record.offset()));
        } catch (UnreadableRecordException unreadable) {
            log.atError()
                    .addKeyValue("subscription", key)
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("error", unreadable.getMessage())
                    .log("a subscription cannot be read; its last good state stays in force");
        }
    }

    @Override
    public String name() {
        return "callback-directory";
    }

    @Override
    public boolean live() {
        return thread.isAlive();
    }

    @Override
    public boolean ready() {
        return complete.getCount() == 0 && thread.isAlive();
    }

    @Override
    public void close() {
        stopping = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
