package io.fanwire.bench.ledger;

import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.EventHeaders;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.Topics;
import io.fanwire.schemas.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a run left in the topics, as any {@code read_committed} reader would. */
public final class LogReader implements AutoCloseable {
    private final Cluster cluster;
    private final Topics topics;
    private final Admin admin;
    private final AvroSerdes serdes;

    public LogReader(Cluster cluster, Topics topics) {
        this.cluster = cluster;
        this.topics = topics;
        this.admin = Admin.create(cluster.clientProperties());
        this.serdes = AvroSerdes.of(cluster);
    }

    /** The records of the delivery, retry, held and suspended topics; bytes that are no delivery are left out. */
    public List<Lying> deliveries() {
        return lying(name -> name.startsWith(topics.deliveries()) && !name.equals(topics.deadLetters()));
    }

    public List<Lying> deadLetters() {
        return lying(name -> name.equals(topics.deadLetters()));
    }

    public List<EventRecord> events() {
        List<EventRecord> events = new ArrayList<>();
        read(name -> topics.eventTopic(name).isPresent(), record -> {
            String topic = topics.eventTopic(record.topic()).orElseThrow();
            ConsumerRecord<String, byte[]> text = new ConsumerRecord<>(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8),
                    record.value());
            record.headers().forEach(header -> text.headers().add(header));
            Event event = EventHeaders.fromRecord(topic, text);
            events.add(new EventRecord(
                    topic,
                    record.partition(),
                    record.offset(),
                    event.id(),
                    event.tenant(),
                    event.type(),
                    Instant.ofEpochMilli(record.timestamp()),
                    Sha256.of(event.data().bytes())));
        });
        return events;
    }

    /** The records of {@code poison}, each with where it came from. */
    public List<ConsumerRecord<byte[], byte[]>> poison() {
        List<ConsumerRecord<byte[], byte[]>> poison = new ArrayList<>();
        read(topics.poison()::equals, poison::add);
        return poison;
    }

    /** The dispatchers' progress. */
    public Map<TopicPartition, Committed> committed() {
        Map<TopicPartition, Committed> committed = new HashMap<>();
        offsets()
                .forEach((partition, offset) -> committed.put(
                        partition,
                        new Committed(
                                offset.offset(),
                                ProgressText.above(offset.offset(), offset.metadata()),
                                offset.metadata().length())));
        return committed;
    }

    public Map<TopicPartition, OffsetAndMetadata> offsets() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        get(admin.listConsumerGroupOffsets(topics.dispatcherGroup()).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        offsets.put(partition, offset);
                    }
                });
        return offsets;
    }

    private List<Lying> lying(Predicate<String> wanted) {
        RecordSerde<Delivery, ?> deliveries = serdes.deliveries();
        List<Lying> lying = new ArrayList<>();
        read(wanted, record -> {
            try {
                lying.add(new Lying(
                        new TopicPartition(record.topic(), record.partition()),
                        record.offset(),
                        Instant.ofEpochMilli(record.timestamp()),
                        deliveries.deserialize(record.topic(), record.value())));
            } catch (UnreadableRecordException garbage) {
                // written by a scenario on purpose; what becomes of it is in poison
            }
        });
        return lying;
    }

    /** Every record up to the present end, in the order of each partition. */
    private void read(Predicate<String> wanted, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        Set<String> names = get(admin.listTopics().names());
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = names.stream()
                    .filter(wanted)
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(taker);
            }
        }
    }

    private static <T> T get(org.apache.kafka.common.KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the cluster does not answer", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
        serdes.close();
    }
}
