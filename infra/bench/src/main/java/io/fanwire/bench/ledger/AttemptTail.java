package io.fanwire.bench.ledger;

import io.fanwire.schemas.Attempt;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code attempts} while the run goes on, {@code read_committed}: what it has read is durable from then on. One thread reads;
 * what it has seen is handed over by a queue and a set that others only look at.
 */
public final class AttemptTail implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AttemptTail.class);
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroSerdes serdes;
    private final RecordSerde<Attempt, ?> attempts;
    private final InstantSource clock = InstantSource.system();
    private final Queue<SeenAttempt> seen = new ConcurrentLinkedQueue<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean stopping;

    private AttemptTail(Cluster cluster, Topics topics) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        serdes = AvroSerdes.of(cluster);
        attempts = serdes.attempts();
        List<TopicPartition> partitions = IntStream.range(0, topics.deliveryPartitions())
                .mapToObj(partition -> new TopicPartition(topics.attempts(), partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread = new Thread(this::run, "attempt-tail");
        thread.setDaemon(true);
    }

    public static AttemptTail start(Cluster cluster, Topics topics) {
        AttemptTail tail = new AttemptTail(cluster, topics);
        tail.thread.start();
        return tail;
    }

    private void run() {
        try {
            while (!stopping) {
                try {
                    consumer.poll(POLL).forEach(this::take);
                } catch (KafkaException away) {
                    log.atDebug().addKeyValue("error", away.toString()).log("attempts cannot be read for now");
                }
            }
        } finally {
            consumer.close();
            serdes.close();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        Instant now = clock.instant();
        Attempt attempt = decoded(record);
        seen.add(new SeenAttempt(attempt, record.partition(), record.offset(), now));
        if (attempt.state().terminal()) {
            ended.add(name(attempt.eventId(), attempt.subscription().id(), attempt.generation()));
        }
    }

    /** Waits for the registry, which a row may have killed together with the broker. */
    private Attempt decoded(ConsumerRecord<byte[], byte[]> record) {
        while (true) {
            try {
                return attempts.deserialize(record.topic(), record.value());
            } catch (RegistryUnavailableException away) {
                if (stopping) {
                    throw away;
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    /** What a generation of an event for a subscription is called here. */
    public static String name(String event, String subscription, int generation) {
        return event + "/" + subscription + "/" + generation;
    }

    public boolean hasEnded(String name) {
        return ended.contains(name);
    }

    /** Events times subscriptions, and generations of them, that have ended. */
    public long ended() {
        return ended.size();
    }

    /** Records read so far. */
    public long read() {
        return seen.size();
    }

    public List<SeenAttempt> all() {
        return List.copyOf(seen);
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
