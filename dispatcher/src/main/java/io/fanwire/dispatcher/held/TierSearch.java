package io.fanwire.dispatcher.held;

import io.fanwire.dispatcher.consume.HeadSearch;
import io.fanwire.dispatcher.consume.SideConsumer;
import io.fanwire.dispatcher.jobs.Offsets;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.LaneMark;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.UnreadableRecordException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Reads the retry tiers of one partition number from their low-water marks on, with a consumer that is there for the search only. */
public final class TierSearch implements HeadSearch {
    private final Offsets offsets;
    private final RecordSerde<Delivery, ?> deliveries;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Map<TopicPartition, CompletableFuture<Long>> ends = new HashMap<>();
    private Map<TopicPartition, Long> from = Map.of();
    private Optional<LaneMark.Head> wanted = Optional.empty();
    private Optional<Found> found = Optional.empty();
    private Optional<Consumer<byte[], byte[]>> consumer = Optional.empty();

    TierSearch(Offsets offsets, RecordSerde<Delivery, ?> deliveries, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.offsets = offsets;
        this.deliveries = deliveries;
        this.consumers = consumers;
    }

    public static TierSearch of(Cluster cluster, Offsets offsets, AvroSerdes serdes) {
        return new TierSearch(offsets, serdes.deliveries(), () -> SideConsumer.of(cluster, "heads"));
    }

    @Override
    public void begin(Map<TopicPartition, Long> lowWater, LaneMark.Head head) {
        end();
        from = Map.copyOf(lowWater);
        wanted = Optional.of(head);
        from.keySet()
                .forEach(partition -> ends.put(
                        partition,
                        offsets.latest(partition, IsolationLevel.READ_COMMITTED).toCompletableFuture()));
    }

    @Override
    public Optional<Answer> turn() {
        if (!ends.values().stream().allMatch(CompletableFuture::isDone)) {
            return Optional.empty();
        }
        if (ends.values().stream().anyMatch(CompletableFuture::isCompletedExceptionally)) {
            return Optional.of(new Answer(Optional.empty()));
        }
        Consumer<byte[], byte[]> open = consumer.orElseGet(this::open);
        consumer = Optional.of(open);
        ConsumerRecords<byte[], byte[]> polled = open.poll(Duration.ZERO);
        polled.forEach(this::look);
        Set<TopicPartition> read = new HashSet<>();
        for (TopicPartition partition : open.assignment()) {
            if (open.position(partition, Duration.ZERO) >= end(partition)) {
                read.add(partition);
            }
        }
        open.pause(read);
        return found.isPresent() || read.equals(open.assignment()) ? Optional.of(new Answer(found)) : Optional.empty();
    }

    private Consumer<byte[], byte[]> open() {
        Consumer<byte[], byte[]> made = consumers.get();
        made.assign(from.keySet());
        from.forEach(made::seek);
        return made;
    }

    private long end(TopicPartition partition) {
        return Optional.ofNullable(ends.get(partition)).orElseThrow().join();
    }

    private void look(ConsumerRecord<byte[], byte[]> record) {
        try {
            Delivery delivery = deliveries.deserialize(record.topic(), record.value());
            LaneMark.Head head =
                    LaneMark.Head.of(delivery, delivery.progress().sequence().orElse(-1));
            if (wanted.filter(head::equals).isPresent()) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                found = Optional.of(new Found(partition, record.offset(), delivery));
            }
        } catch (UnreadableRecordException unreadable) {
            // it goes to poison when it is due
        }
    }

    @Override
    public void end() {
        consumer.ifPresent(open -> open.close(CloseOptions.timeout(Duration.ZERO)));
        consumer = Optional.empty();
        found = Optional.empty();
        ends.clear();
    }
}
