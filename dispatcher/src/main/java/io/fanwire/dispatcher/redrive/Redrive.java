package io.fanwire.dispatcher.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.Topics;
import io.fanwire.schemas.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts the dead letters of one subscription back among the deliveries, as their next generation: no attempts made, same body, same
 * {@code webhook-id}.
 *
 * <p>How far it came is a committed offset per subscription, in the same transaction as the copies: every dead letter is put back
 * once, however often it is run and wherever it is killed. Two runs at once: the second fences the first, whose copies vanish.
 * Confined to its caller's thread.
 */
public final class Redrive implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int BATCH = 1000;

    private final Topics topics;
    private final SubscriptionKey subscription;
    private final InstantSource clock;
    private final AvroSerdes serdes;
    private final RecordSerde<Delivery, ?> deliveries;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;

    public Redrive(Cluster cluster, Topics topics, SubscriptionKey subscription, InstantSource clock) {
        this(
                reader(cluster, identity(topics, subscription)),
                writer(cluster, identity(topics, subscription)),
                AvroSerdes.of(cluster),
                topics,
                subscription,
                clock);
    }

    Redrive(
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            AvroSerdes serdes,
            Topics topics,
            SubscriptionKey subscription,
            InstantSource clock) {
        this.consumer = consumer;
        this.producer = producer;
        this.serdes = serdes;
        this.deliveries = serdes.deliveries();
        this.topics = topics;
        this.subscription = subscription;
        this.clock = clock;
    }

    private static String identity(Topics topics, SubscriptionKey subscription) {
        return topics.prefix() + "redrive-" + subscription;
    }

    private static Consumer<byte[], byte[]> reader(Cluster cluster, String identity) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, identity);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Producer<byte[], byte[]> writer(Cluster cluster, String identity) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, identity);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * 1024 * 1024);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Puts back what lies in the dead-letter topic now and was not put back before; answers how many. */
    public int run() {
        producer.initTransactions();
        List<TopicPartition> partitions = consumer.partitionsFor(topics.deadLetters()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        int moved = 0;
        while (!reached(ends)) {
            moved += move(ends);
        }
        return moved;
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** One transaction: some copies, and the offsets behind them. */
    private int move(Map<TopicPartition, Long> ends) {
        Instant now = clock.instant();
        int moved = 0;
        producer.beginTransaction();
        try {
            for (int read = 0; read < BATCH && !reached(ends); ) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    read++;
                    Optional<Delivery> mine = mine(record);
                    mine.ifPresent(delivery -> producer.send(again(delivery, record.partition(), now)));
                    moved += mine.isPresent() ? 1 : 0;
                }
            }
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            for (TopicPartition partition : ends.keySet()) {
                offsets.put(partition, new OffsetAndMetadata(consumer.position(partition)));
            }
            producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
            producer.commitTransaction();
            return moved;
        } catch (KafkaException failed) {
            producer.close(Duration.ZERO);
            throw failed;
        }
    }

    /** Dead letters of this subscription; what cannot be read belongs to nobody and stays where it is. */
    private Optional<Delivery> mine(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null
                || record.key() == null
                || !new String(record.key(), UTF_8).equals(subscription.id())) {
            return Optional.empty();
        }
        try {
            Delivery delivery = deliveries.deserialize(record.topic(), record.value());
            return delivery.subscription().equals(subscription) ? Optional.of(delivery) : Optional.empty();
        } catch (UnreadableRecordException unreadable) {
            return Optional.empty();
        }
    }

    private ProducerRecord<byte[], byte[]> again(Delivery delivery, int partition, Instant now) {
        int generation = delivery.progress().generation() + 1;
        Delivery next = delivery.with(new Delivery.Progress(0, Instant.EPOCH, generation, now));
        return new ProducerRecord<>(
                topics.deliveries(),
                partition,
                subscription.id().getBytes(UTF_8),
                deliveries.serialize(topics.deliveries(), next));
    }

    @Override
    public void close() {
        consumer.close();
        producer.close(Duration.ofSeconds(5));
        serdes.close();
    }
}
