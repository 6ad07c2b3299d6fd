package io.fanwire.dispatcher.ledger;

import io.fanwire.dispatcher.consume.Done;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.Topics;
import io.fanwire.schemas.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Where a delivery that has not ended may lie: among the deliveries, on a retry tier or
 * suspended, and not finished there. Confined to its
 * owner's thread.
 */
final class Places implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 15;

    private final Topics topics;
    private final TopicScan scan;
    private final RecordSerde<Delivery, ?> deliveries;
    private final Backlogs backlogs;
    private final Admin admin;

    Places(Cluster cluster, Topics topics, TopicScan scan, AvroSerdes serdes) {
        this.topics = topics;
        this.scan = scan;
        this.deliveries = serdes.deliveries();
        this.backlogs = new Backlogs(topics, scan, serdes.subscriptionStates());
        this.admin = Admin.create(cluster.clientProperties());
    }

    void eachWaiting(Consumer<Delivery> each) {
        List<TopicPartition> partitions = new ArrayList<>();
        topics.dispatched().forEach(topic -> partitions.addAll(scan.partitions(topic)));
        Map<TopicPartition, Done> done = new HashMap<>();
        offsets(topics.dispatcherGroup()).forEach((partition, offset) -> done.put(partition, Done.of(offset)));
        Map<TopicPartition, Long> from = new HashMap<>(scan.starts(partitions, Optional.empty()));
        done.forEach(
                (partition, known) -> from.computeIfPresent(partition, (same, start) -> Math.max(start, known.mark())));
        scan.read(from, scan.ends(partitions), record -> {
            Done known = done.get(new TopicPartition(record.topic(), record.partition()));
            if (known == null || !known.contains(record.offset())) {
                waiting(record, delivery -> true, each);
            }
        });
        backlogs.each((record, waits) -> waiting(record, waits, each));
    }

    private void waiting(ConsumerRecord<byte[], byte[]> record, Predicate<Delivery> waits, Consumer<Delivery> each) {
        try {
            if (record.value() != null) {
                Delivery delivery = deliveries
                        .deserialize(record.topic(), record.value())
                        .foundAt(record.partition(), record.offset(), Instant.EPOCH);
                if (waits.test(delivery)) {
                    each.accept(delivery);
                }
            }
        } catch (UnreadableRecordException unreadable) {
            return; // on its way to the poison topic
        }
    }

    /** How far a group has come. */
    Map<TopicPartition, Long> committed(String group) {
        Map<TopicPartition, Long> marks = new HashMap<>();
        offsets(group).forEach((partition, offset) -> marks.put(partition, offset.offset()));
        return marks;
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(String group) {
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
            offsets.values().removeIf(Objects::isNull);
            return offsets;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptException(interrupted);
        } catch (ExecutionException | TimeoutException failed) {
            throw new KafkaException("the offsets of " + group + " cannot be read", failed);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
