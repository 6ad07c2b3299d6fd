package io.fanwire.dispatcher.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.SubscriptionState;
import io.fanwire.schemas.SubscriptionState.Backlog;
import io.fanwire.schemas.Topics;
import io.fanwire.schemas.UnreadableRecordException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Which suspended deliveries have not been taken back: those of a subscription from the offset on that its state names. */
final class Backlogs {
    private final Topics topics;
    private final TopicScan scan;
    private final RecordSerde<SubscriptionState, ?> states;

    Backlogs(Topics topics, TopicScan scan, RecordSerde<SubscriptionState, ?> states) {
        this.topics = topics;
        this.scan = scan;
        this.states = states;
    }

    /** Hands over each record that may be one, and what tells whether its delivery still waits there. */
    void each(BiConsumer<ConsumerRecord<byte[], byte[]>, Predicate<Delivery>> each) {
        Map<TopicPartition, Map<SubscriptionKey, Long>> from = known();
        Map<TopicPartition, Long> starts = new HashMap<>();
        from.forEach((partition, subscriptions) -> starts.put(
                partition, subscriptions.values().stream().min(Long::compare).orElse(0L)));
        Map<TopicPartition, Long> first = scan.starts(starts.keySet(), Optional.empty());
        starts.replaceAll((partition, start) -> Math.max(start, first.getOrDefault(partition, 0L)));
        scan.read(starts, scan.ends(starts.keySet()), record -> {
            Map<SubscriptionKey, Long> subscriptions =
                    from.getOrDefault(new TopicPartition(record.topic(), record.partition()), Map.of());
            each.accept(
                    record,
                    delivery -> subscriptions.getOrDefault(delivery.subscription(), Long.MAX_VALUE) <= record.offset());
        });
    }

    private Map<TopicPartition, Map<SubscriptionKey, Long>> known() {
        Map<TopicPartition, Map<SubscriptionKey, Long>> known = new HashMap<>();
        List<TopicPartition> partitions = scan.partitions(topics.subscriptionStates());
        scan.read(scan.starts(partitions, Optional.empty()), scan.ends(partitions), record -> {
            Optional<SubscriptionKey> key =
                    Optional.ofNullable(record.key()).flatMap(bytes -> SubscriptionKey.parse(new String(bytes, UTF_8)));
            TopicPartition where = new TopicPartition(topics.suspended(), record.partition());
            Map<SubscriptionKey, Long> here = known.computeIfAbsent(where, partition -> new HashMap<>());
            key.ifPresent(subscription -> from(record)
                    .ifPresentOrElse(offset -> here.put(subscription, offset), () -> here.remove(subscription)));
        });
        known.values().removeIf(Map::isEmpty);
        return known;
    }

    private Optional<Long> from(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.ofNullable(record.value())
                    .flatMap(value ->
                            states.deserialize(record.topic(), value).backlog().map(Backlog::from));
        } catch (UnreadableRecordException unreadable) {
            return Optional.empty();
        }
    }
}
