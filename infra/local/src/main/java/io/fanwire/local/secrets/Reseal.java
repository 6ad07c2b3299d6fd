package io.fanwire.local.secrets;

import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.Topics;
import io.fanwire.schemas.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Seals the secrets of every subscription with the primary key, on a platform that may run: it takes turns with the gateways, reads to the
 * end of the topic before each few records that it writes, and looks afterwards whether it covered somebody up. Owned by one thread.
 */
public final class Reseal implements AutoCloseable {
    private static final int GROUP = 50;
    private static final int ROUNDS = 100;
    private static final int TURNS = 20;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final TopicPartition topic;
    private final SealedRecords records;
    private final AvroSerdes serdes;
    private final RecordSerde<Subscription, ?> serde;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Cluster cluster;

    /**
     * What was done.
     *
     * @param subscriptions that were written
     * @param closed that have a secret which does not open with this key set
     * @param unreadable whose record cannot be read
     */
    public record Outcome(int subscriptions, int closed, int unreadable) {}

    public Reseal(Cluster cluster, Topics topics, SecretSealer sealer) {
        this.cluster = cluster;
        topic = new TopicPartition(topics.subscriptions(), 0);
        records = new SealedRecords(sealer);
        serdes = AvroSerdes.of(cluster);
        serde = serdes.subscriptions();
        consumer = consumer(cluster);
        consumer.assign(Set.of(topic));
        consumer.seekToBeginning(Set.of(topic));
    }

    private static KafkaConsumer<String, byte[]> consumer(Cluster cluster) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** The transactional id is that of the gateways. */
    private static KafkaProducer<String, byte[]> producer(Cluster cluster, String topic) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    /** How many secrets are sealed with each key, by the key's id. */
    public Map<Integer, Integer> secretsByKey() {
        readToEnd();
        return records.secretsByKey();
    }

    /** Writes until nothing is left to be sealed anew. */
    public Outcome run() {
        Set<SubscriptionKey> written = new java.util.HashSet<>();
        readToEnd();
        List<SubscriptionKey> open = records.open();
        for (int round = 0; !open.isEmpty(); round++) {
            if (round == ROUNDS) {
                throw new IllegalStateException(
                        open.size() + " subscriptions are being changed all the time; run it again");
            }
            for (int i = 0; i < open.size(); i += GROUP) {
                written.addAll(write(open.subList(i, Math.min(open.size(), i + GROUP))));
            }
            readToEnd();
            open = records.open();
        }
        return new Outcome(written.size(), records.closed(), records.unreadable());
    }

    /** Takes turns with the gateways: whoever begins to write shuts the others out, and decides by all that they wrote. */
    private List<SubscriptionKey> write(List<SubscriptionKey> group) {
        for (int turn = 1; ; turn++) {
            try (KafkaProducer<String, byte[]> producer = producer(cluster, topic.topic())) {
                producer.initTransactions();
                readToEnd();
                return write(group, producer);
            } catch (KafkaException shutOut) {
                if (turn == TURNS) {
                    throw new IllegalStateException("subscriptions could not be written; run it again", shutOut);
                }
            }
        }
    }

    /** All of them or, when it throws, none of which is known that it was written. */
    private List<SubscriptionKey> write(List<SubscriptionKey> group, KafkaProducer<String, byte[]> producer) {
        List<SubscriptionKey> written = new ArrayList<>();
        producer.beginTransaction();
        for (SubscriptionKey key : group) {
            Optional<SealedRecords.Line> line = records.line(key);
            if (line.isPresent()) {
                byte[] value = line.get()
                        .subscription()
                        .map(subscription -> serde.serialize(topic.topic(), subscription))
                        .orElse(null);
                producer.send(new ProducerRecord<>(topic.topic(), 0, key.toString(), value));
                written.add(key);
            }
        }
        producer.commitTransaction();
        return written;
    }

    /** All that was acknowledged before this is read, of ourselves and of others. */
    private void readToEnd() {
        long end = consumer.endOffsets(Set.of(topic), WITHIN).getOrDefault(topic, 0L);
        long giveUp = System.nanoTime() + WITHIN.toNanos();
        while (consumer.position(topic) < end) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException(
                        "the subscriptions could not be read within " + WITHIN.toSeconds() + " s");
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                SubscriptionKey.parse(record.key()).ifPresent(key -> read(key, record));
                giveUp = System.nanoTime() + WITHIN.toNanos();
            }
        }
    }

    private void read(SubscriptionKey key, ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            records.read(key, record.offset(), Optional.empty());
            return;
        }
        try {
            records.read(key, record.offset(), Optional.of(serde.deserialize(topic.topic(), record.value())));
        } catch (UnreadableRecordException unreadable) {
            records.unreadable(key);
        }
    }

    @Override
    public void close() {
        consumer.close();
        serdes.close();
    }
}
