package io.fanwire.dispatcher.suspend;

import io.fanwire.dispatcher.consume.HeldReading;
import io.fanwire.dispatcher.held.Marks;
import io.fanwire.dispatcher.jobs.CurrentCopy;
import io.fanwire.dispatcher.jobs.Offsets;
import io.fanwire.runtime.Service;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.SubscriptionState;
import io.fanwire.schemas.SubscriptionState.Suspension;
import io.fanwire.schemas.UnreadableRecordException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the state topic says, for all workers of a process. Any thread may ask. */
public final class StateDirectory implements States, Marks {
    private static final Logger log = LoggerFactory.getLogger(StateDirectory.class);

    private final String topic;
    private final RecordSerde<SubscriptionState, ?> serde;
    private final CurrentCopy copy;
    private final Map<SubscriptionKey, List<Entry>> entries = new ConcurrentHashMap<>();
    private final Map<String, Entry> lanes = new ConcurrentHashMap<>();

    /** Where a state was written. */
    private record Entry(int partition, SubscriptionState state) {}

    public StateDirectory(Cluster cluster, String topic, RecordSerde<SubscriptionState, ?> serde, Offsets offsets) {
        this.topic = topic;
        this.serde = serde;
        this.copy = new CurrentCopy("state-directory", topic, cluster, offsets, this::take);
    }

    /** A record that cannot be read leaves the last good one in force. */
    private boolean take(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null) {
            return true;
        }
        Optional<SubscriptionKey> subscription = SubscriptionKey.parse(record.key());
        if (record.value() == null) {
            lanes.remove(record.key());
            subscription.ifPresent(key -> put(key, record.partition(), Optional.empty()));
            return true;
        }
        try {
            Entry entry = new Entry(record.partition(), serde.deserialize(topic, record.value()));
            if (entry.state().lane().isPresent()) {
                lanes.put(record.key(), entry);
            } else {
                subscription.ifPresent(key -> put(key, record.partition(), Optional.of(entry)));
            }
        } catch (RegistryUnavailableException away) {
            return false;
        } catch (UnreadableRecordException unreadable) {
            log.atError()
                    .addKeyValue("subscription", record.key())
                    .addKeyValue("error", unreadable.getMessage())
                    .log("the state of a subscription cannot be read; its last good one stays in force");
        }
        return true;
    }

    /** Of a subscription whose deliveries are spread the owner of each partition writes its own. */
    private void put(SubscriptionKey key, int partition, Optional<Entry> entry) {
        List<Entry> others = entries.getOrDefault(key, List.of()).stream()
                .filter(other -> other.partition() != partition)
                .toList();
        List<Entry> all = Stream.concat(others.stream(), entry.stream()).toList();
        if (all.isEmpty()) {
            entries.remove(key);
        } else {
            entries.put(key, all);
        }
    }

    @Override
    public Optional<Suspension> suspension(SubscriptionKey subscription) {
        List<Entry> known = entries.getOrDefault(subscription, List.of());
        return known.isEmpty()
                ? Optional.empty() // nearly always, and asked before each attempt
                : known.stream()
                        .flatMap(entry -> entry.state().suspension().stream())
                        .max(Comparator.comparing(Suspension::position));
    }

    @Override
    public Optional<Instant> failingSince(SubscriptionKey subscription, int home) {
        return entries.getOrDefault(subscription, List.of()).stream()
                .filter(entry -> entry.partition() == home)
                .flatMap(entry -> entry.state().failingSince().stream())
                .findFirst();
    }

    @Override
    public List<SubscriptionState> of(int partition) {
        return entries.values().stream()
                .flatMap(List::stream)
                .filter(entry -> entry.partition() == partition)
                .map(Entry::state)
                .toList();
    }

    @Override
    public List<HeldReading.Found> marks(int partition) {
        return lanes.values().stream()
                .filter(entry -> entry.partition() == partition)
                .flatMap(entry -> entry.state().lane().stream()
                        .map(mark -> new HeldReading.Found(entry.state().subscription(), mark)))
                .toList();
    }

    @Override
    public CompletionStage<Void> current(int partition) {
        return copy.current(partition);
    }

    /** What reads the topic; it is to be started first. */
    public Service copy() {
        return copy;
    }
}
