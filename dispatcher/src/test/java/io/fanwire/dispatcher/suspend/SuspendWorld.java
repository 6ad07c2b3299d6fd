package io.fanwire.dispatcher.suspend;

import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.consume.Committed;
import io.fanwire.dispatcher.consume.Outbox;
import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.fixture.MockSerdes;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.dispatcher.jobs.Offsets;
import io.fanwire.dispatcher.lane.CallbackHealth;
import io.fanwire.dispatcher.lane.Finished;
import io.fanwire.dispatcher.lane.Job;
import io.fanwire.dispatcher.lane.Source;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.SubscriptionState;
import io.fanwire.schemas.SubscriptionState.Suspension;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** One partition number with its suspended deliveries and states in memory; what is not committed is gone when its owner is killed. */
final class SuspendWorld {
    static final Duration KEEP = Duration.ofDays(13);
    private static final Topics TOPICS = new Topics(TopicSettings.local("fanwire."));
    private static final TopicPartition SUSPENDED = new TopicPartition(TOPICS.suspended(), 0);

    final Map<SubscriptionKey, Lookup> lookups = new HashMap<>();
    final List<Delivery> back = new ArrayList<>();
    Instant now = NOW;
    Optional<Suspension> elsewhere = Optional.empty();
    Suspensions owner;
    private final AvroSerdes serdes = MockSerdes.of(TOPICS);
    private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
    private final Map<SubscriptionKey, SubscriptionState> states = new HashMap<>();
    private final List<Written> pending = new ArrayList<>();
    private final int most;
    private long end;

    /** Records on their way into a transaction. */
    private record Written(List<ProducerRecord<byte[], byte[]>> records, Committed then) {}

    SuspendWorld(int most) {
        this.most = most;
        this.owner = newOwner();
    }

    private Suspensions newOwner() {
        Map<SubscriptionKey, SubscriptionState> durable = new HashMap<>(states);
        States known = new States() {
            @Override
            public Optional<Suspension> suspension(SubscriptionKey subscription) {
                return Optional.ofNullable(durable.get(subscription))
                        .flatMap(SubscriptionState::suspension)
                        .or(() -> elsewhere);
            }

            @Override
            public Optional<Instant> failingSince(SubscriptionKey subscription, int home) {
                return Optional.ofNullable(durable.get(subscription)).flatMap(SubscriptionState::failingSince);
            }

            @Override
            public List<SubscriptionState> of(int partition) {
                return List.copyOf(durable.values());
            }

            @Override
            public CompletionStage<Void> current(int partition) {
                return CompletableFuture.completedFuture(null);
            }
        };
        Offsets offsets = new Offsets() {
            @Override
            public CompletionStage<Long> earliest(TopicPartition partition) {
                return CompletableFuture.completedFuture(0L);
            }

            @Override
            public CompletionStage<Long> latest(TopicPartition partition, IsolationLevel isolation) {
                return CompletableFuture.completedFuture(end);
            }
        };
        Suspensions made = new Suspensions(
                new Suspensions.Parts(
                        TOPICS,
                        known,
                        offsets,
                        (key, position) -> lookups.getOrDefault(key, new Lookup.Deleted()),
                        serdes,
                        KEEP),
                () -> new BacklogReader(new BacklogConsumer(log, () -> end, most)));
        made.assigned(0);
        return made;
    }

    /** A subscription as its owner wrote it at this position. */
    void subscription(SubscriptionKey key, long position, boolean enabled) {
        Callback plain = Samples.callback(Samples.with(
                Samples.subscription(
                        key,
                        "https://hooks.example.com/in",
                        new io.fanwire.schemas.Subscription.Signing(io.fanwire.schemas.SigningStyle.NONE, List.of()),
                        Duration.ofSeconds(15),
                        32),
                Optional.empty(),
                enabled));
        lookups.put(key, new Lookup.Found(new Callback(plain.subscription(), position, plain.url(), plain.keys())));
    }

    /** A delivery ends by being suspended, as the worker does it. */
    void suspend(String id, SubscriptionKey key, Optional<CallbackHealth> health) {
        Delivery delivery = Samples.delivery(id, key).with(new Delivery.Progress(1, Instant.EPOCH, 0, now));
        Source source = new Source(new TopicPartition(TOPICS.deliveries(), 0), 1, 1);
        Finished finished = new Finished(
                new Job(source, delivery), Optional.of(new NextStep.Suspend("x")), Optional.empty(), health);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(List.of(new ProducerRecord<>(
                TOPICS.suspended(),
                0,
                key.id().getBytes(UTF_8),
                serdes.deliveries().serialize(TOPICS.suspended(), delivery))));
        records.addAll(owner.because(finished, now));
        pending.add(new Written(records, owner.awaited(finished)));
    }

    /** One turn of the worker, and perhaps a commit. */
    void turn(boolean commits) {
        now = now.plus(Duration.ofMillis(250));
        owner.turn(now, new Outbox() {
            @Override
            public boolean room() {
                return pending.size() < 5;
            }

            @Override
            public boolean add(int partition, List<ProducerRecord<byte[], byte[]>> records, Committed then) {
                pending.add(new Written(records, then));
                return true;
            }
        });
        if (commits) {
            commit();
        }
    }

    void commit() {
        for (Written written : pending) {
            written.then()
                    .committed(written.records().stream().map(this::durable).toList());
        }
        end += pending.isEmpty() ? 0 : 1; // the marker of the transaction
        pending.clear();
    }

    private RecordMetadata durable(ProducerRecord<byte[], byte[]> record) {
        long offset = 0;
        if (record.topic().equals(TOPICS.deliveries())) {
            back.add(serdes.deliveries().deserialize(record.topic(), record.value()));
        } else if (record.topic().equals(TOPICS.suspended())) {
            offset = end++;
            log.add(at(offset, record.value()));
        } else {
            SubscriptionKey key =
                    SubscriptionKey.parse(new String(record.key(), UTF_8)).orElseThrow();
            if (record.value() == null) {
                states.remove(key);
            } else {
                states.put(key, serdes.subscriptionStates().deserialize(record.topic(), record.value()));
            }
        }
        return new RecordMetadata(new TopicPartition(record.topic(), 0), offset, 0, 0, 0, 0);
    }

    private ConsumerRecord<byte[], byte[]> at(long offset, byte[] value) {
        return new ConsumerRecord<>(
                SUSPENDED.topic(),
                0,
                offset,
                now.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                value.length,
                new byte[0],
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    Optional<SubscriptionState> durable(SubscriptionKey key) {
        return Optional.ofNullable(states.get(key));
    }

    /** The process dies with all that is not committed; what was aborted leaves a gap. */
    void kill() {
        end += pending.size();
        pending.clear();
        owner = newOwner();
        turn(true);
    }

    void settle() {
        for (int i = 0; i < 200; i++) {
            turn(true);
        }
    }

    List<String> backIds() {
        return back.stream().map(Delivery::id).toList();
    }
}
