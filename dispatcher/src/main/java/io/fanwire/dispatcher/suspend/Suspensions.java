package io.fanwire.dispatcher.suspend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.dispatcher.callbacks.Callbacks;
import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.consume.Committed;
import io.fanwire.dispatcher.consume.Outbox;
import io.fanwire.dispatcher.consume.Suspender;
import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.jobs.Offsets;
import io.fanwire.dispatcher.lane.Finished;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.SubscriptionState;
import io.fanwire.schemas.SubscriptionState.Backlog;
import io.fanwire.schemas.SubscriptionState.Suspension;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions of a worker's partitions that stand still, and what becomes of their deliveries.
 *
 * <pre>
 *   moving ── paused by its owner, 410, no request can be made, failing for days ──▶ standing still: deliveries go to {@code suspended}
 *     ▲                                                                                   │ written again and enabled, or deleted
 *     └──── all that was suspended is back among the deliveries ◀── taking back ◀─────────┘
 * </pre>
 *
 * What stands still, and from which offset on its deliveries lie, is written in the transaction that makes it so; copies and the offset
 * up to which they were made are one transaction too. So a kill at any point loses nothing and doubles nothing. Owned by the worker
 * thread, but for {@link #reason}.
 */
public final class Suspensions implements Suspender {
    private static final Logger log = LoggerFactory.getLogger(Suspensions.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Parts parts;
    private final Supplier<BacklogReader> readers;
    private final Map<Integer, CompletableFuture<Long>> asked = new HashMap<>();
    private final Map<Integer, Owned> owned = new HashMap<>();
    private final Fresh fresh = new Fresh();
    private final Map<Place, Instant> swept = new HashMap<>();
    private Optional<BacklogRun> run = Optional.empty();
    private Optional<BacklogReader> reader = Optional.empty();
    private Instant next = Instant.MIN;

    /** What a subscription has in one partition. */
    private record Place(int partition, SubscriptionKey subscription) {}

    /**
     * What the workers of a process share.
     *
     * @param keep how long a suspended delivery is kept before it becomes a dead letter
     */
    public record Parts(
            Topics topics,
            States states,
            Offsets offsets,
            Callbacks callbacks,
            RecordSerde<Delivery, ?> deliveries,
            RecordSerde<SubscriptionState, ?> records,
            Duration keep) {

        public Parts(
                Topics topics, States states, Offsets offsets, Callbacks callbacks, AvroSerdes serdes, Duration keep) {
            this(topics, states, offsets, callbacks, serdes.deliveries(), serdes.subscriptionStates(), keep);
        }
    }

    public Suspensions(Parts parts, Supplier<BacklogReader> readers) {
        this.parts = parts;
        this.readers = readers;
    }

    @Override
    public void assigned(int partition) {
        asked.put(partition, ask(partition));
    }

    private CompletableFuture<Long> ask(int partition) {
        return parts.states()
                .current(partition)
                .thenCombine(
                        parts.offsets()
                                .latest(
                                        new TopicPartition(parts.topics().suspended(), partition),
                                        IsolationLevel.READ_UNCOMMITTED),
                        (known, end) -> end)
                .toCompletableFuture();
    }

    @Override
    public void revoked(int partition) {
        asked.remove(partition);
        Optional.ofNullable(owned.remove(partition))
                .ifPresent(gone -> gone.states().forEach(state -> fresh.remove(partition, state.subscription())));
        run = run.filter(current -> current.partition() != partition);
    }

    @Override
    public boolean knows(int partition) {
        return owned.containsKey(partition);
    }

    @Override
    public Optional<String> reason(SubscriptionKey subscription, long position) {
        return fresh.find(subscription)
                .filter(suspension -> suspension.position() >= position)
                .or(() ->
                        parts.states().suspension(subscription).filter(suspension -> suspension.position() >= position))
                .map(Suspension::reason);
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> because(Finished finished, Instant now) {
        SubscriptionKey subscription = finished.job().delivery().subscription();
        int partition = finished.job().source().partition().partition();
        Owned known = owned.get(partition);
        if (known == null) {
            return List.of();
        }
        SubscriptionState before = known.state(subscription);
        SubscriptionState after = finished.health()
                .map(health -> HealthNotes.noted(before, health, now))
                .orElse(before);
        if (!after.suspension().equals(before.suspension())) {
            after.suspension().ifPresent(suspension -> fresh.put(partition, subscription, suspension));
        }
        if (finished.step().filter(NextStep.Suspend.class::isInstance).isPresent()
                && after.backlog().isEmpty()) {
            after = after.withBacklog(Optional.of(new Backlog(known.end(), Long.MAX_VALUE)));
        }
        return after.equals(before) ? List.of() : List.of(write(partition, known, after));
    }

    @Override
    public Committed awaited(Finished finished) {
        Owned known = owned.get(finished.job().source().partition().partition());
        if (known == null) {
            return Committed.UNHEARD;
        }
        SubscriptionKey subscription = finished.job().delivery().subscription();
        known.expect(subscription);
        return records -> records.stream()
                .filter(record -> record.topic().equals(parts.topics().suspended()))
                .forEach(record -> known.arrived(subscription, record.offset()));
    }

    @Override
    public void turn(Instant now, Outbox out) {
        open();
        if (now.isBefore(next)) {
            return;
        }
        try {
            if (run.isEmpty()) {
                choose(now, out);
                next = run.isEmpty() ? now.plus(LOOK_EVERY) : next;
            }
            if (run.isPresent() && out.room()) {
                work(run.get(), now, out);
            }
        } catch (KafkaException | RegistryUnavailableException failed) {
            next = now.plus(AGAIN);
            log.atWarn().addKeyValue("error", failed.toString()).log("suspended deliveries cannot be read for now");
        }
        if (run.isEmpty()) {
            reader.ifPresent(BacklogReader::close);
            reader = Optional.empty();
        }
    }

    private void open() {
        for (Integer partition : List.copyOf(asked.keySet())) {
            CompletableFuture<Long> answer = asked.get(partition);
            if (answer != null && answer.isCompletedExceptionally()) {
                asked.put(partition, ask(partition));
            } else if (answer != null && answer.isDone()) {
                asked.remove(partition);
                owned.put(partition, new Owned(parts.states().of(partition), answer.join()));
            }
        }
    }

    /** Looks for a subscription that may go on, or whose deliveries have waited too long. */
    private void choose(Instant now, Outbox out) {
        for (Map.Entry<Integer, Owned> entry : owned.entrySet()) {
            for (SubscriptionState state : entry.getValue().states()) {
                boolean moves = moves(state);
                if (state.backlog().isPresent()
                        && (moves || sweepDue(new Place(entry.getKey(), state.subscription()), now))) {
                    run = Optional.of(new BacklogRun(
                            entry.getKey(),
                            state.subscription(),
                            state.backlog().get().from(),
                            moves ? Optional.empty() : Optional.of(now.minus(parts.keep()))));
                    return;
                }
                if (moves && state.suspension().isPresent()) {
                    SubscriptionState free = state.withSuspension(Optional.empty());
                    fresh.remove(entry.getKey(), state.subscription());
                    out.add(entry.getKey(), List.of(write(entry.getKey(), entry.getValue(), free)), Committed.UNHEARD);
                }
            }
        }
    }

    /** Whether its deliveries may go on: it is enabled and was written after its suspension, or it is deleted. */
    private boolean moves(SubscriptionState state) {
        Lookup lookup = parts.callbacks().find(state.subscription(), -1);
        if (lookup instanceof Lookup.Found found) {
            return found.callback().subscription().enabled()
                    && reason(state.subscription(), found.callback().position()).isEmpty();
        }
        return lookup instanceof Lookup.Deleted;
    }

    private boolean sweepDue(Place place, Instant now) {
        Instant last = swept.getOrDefault(place, Instant.MIN);
        boolean due = last.equals(Instant.MIN)
                || last.plus(parts.keep().dividedBy(24)).isBefore(now);
        if (due) {
            swept.put(place, now);
        }
        return due;
    }

    private void work(BacklogRun current, Instant now, Outbox out) {
        Owned known = owned.get(current.partition());
        if (known == null) {
            run = Optional.empty();
            return;
        }
        BacklogReader open = reader.orElseGet(readers);
        reader = Optional.of(open);
        if (!current.busy()) {
            open.read(new TopicPartition(parts.topics().suspended(), current.partition()), current);
        }
        long from = current.position();
        List<ProducerRecord<byte[], byte[]>> records =
                new ArrayList<>(current.copies(parts.topics().deliveries(), parts.deliveries(), now));
        boolean over = current.over(known.end()) && !known.expecting(current.subscription());
        if (current.position() == from && !over) {
            return;
        }
        SubscriptionState before = known.state(current.subscription());
        boolean allBack = over && current.over(known.end()) && current.position() >= known.end();
        Optional<Backlog> left =
                allBack ? Optional.empty() : Optional.of(new Backlog(current.position(), Long.MAX_VALUE));
        SubscriptionState after = before.withBacklog(left);
        if (over && !current.sweeps()) {
            after = after.withSuspension(Optional.empty());
            fresh.remove(current.partition(), current.subscription());
        }
        if (!after.equals(before) || !records.isEmpty()) {
            records.add(write(current.partition(), known, after));
            out.add(current.partition(), records, Committed.UNHEARD);
        }
        run = over ? Optional.empty() : run;
    }

    private ProducerRecord<byte[], byte[]> write(int partition, Owned known, SubscriptionState state) {
        byte[] key = SubscriptionState.recordKey(state.subscription()).getBytes(UTF_8);
        String topic = parts.topics().subscriptionStates();
        byte[] value = state.isUsual() ? null : parts.records().serialize(topic, state);
        known.put(state);
        return new ProducerRecord<>(topic, partition, key, value);
    }
}
