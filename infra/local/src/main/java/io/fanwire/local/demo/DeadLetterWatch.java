package io.fanwire.local.demo;

import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.ErrorHeaders;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the dead letter topic as anybody can, from now on, and counts per subscription. Owned by the thread that made it. */
final class DeadLetterWatch implements AutoCloseable {
    private final Topics topics;
    private final AvroSerdes serdes;
    private final RecordSerde<Delivery, ?> deliveries;
    private final Consumer<String, byte[]> consumer;
    private final Map<SubscriptionKey, Set<String>> found = new HashMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private Optional<Sample> sample = Optional.empty();

    /** One dead letter, for people. */
    record Sample(String eventId, Map<String, String> headers) {}

    DeadLetterWatch(Cluster cluster, Topics topics) {
        this.topics = topics;
        this.serdes = AvroSerdes.of(cluster);
        this.deliveries = serdes.deliveries();
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topics.deadLetters()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.endOffsets(partitions).forEach(consumer::seek);
    }

    void poll(Duration wait) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(wait)) {
            Delivery delivery = deliveries.deserialize(topics.deadLetters(), record.value());
            boolean first = found.computeIfAbsent(delivery.subscription(), key -> new HashSet<>())
                    .add(delivery.id());
            if (first) {
                Sample seen = new Sample(delivery.origin().eventId(), headers(record));
                reasons.merge(
                        seen.headers().getOrDefault("reason", "unknown") + ", status "
                                + seen.headers().getOrDefault("status", "none"),
                        1,
                        Integer::sum);
                sample = sample.or(() -> Optional.of(seen));
            }
        }
    }

    private static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        Map<String, String> texts = new TreeMap<>();
        for (String name : List.of("reason", "status", "message", "attempts", "first.at", "last.at", "url")) {
            ErrorHeaders.read(record.headers(), name).ifPresent(text -> texts.put(name, text));
        }
        return texts;
    }

    int count(SubscriptionKey subscription) {
        return found.getOrDefault(subscription, Set.of()).size();
    }

    Map<String, Integer> reasons() {
        return Map.copyOf(reasons);
    }

    Optional<Sample> sample() {
        return sample;
    }

    @Override
    public void close() {
        consumer.close();
        serdes.close();
    }
}
