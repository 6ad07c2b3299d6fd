package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.lane.Finished;
import io.fanwire.dispatcher.lane.Job;
import io.fanwire.dispatcher.lane.Source;
import io.fanwire.dispatcher.order.Change;
import io.fanwire.dispatcher.order.OrderedLanes;
import io.fanwire.dispatcher.order.Spot;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.LaneMark;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** The ordered lanes of one partition number: asks {@link OrderedLanes}, and carries its changes out. Owned by the worker thread. */
final class OwnedLanes implements HeldReading.Finder {
    private final int number;
    private final int epoch;
    private final WorkerParts parts;
    private final Assignment assignment;
    private final Commits commits;
    private final Ordering ordering;
    private final OrderedLanes lanes;
    private final Map<Spot, Source> running = new HashMap<>();
    private final Set<Spot> beside = new HashSet<>();
    private final Set<SubscriptionKey> standing = new HashSet<>();
    private final List<Job> untouched = new ArrayList<>();
    private boolean ready;
    private boolean draining;
    private boolean forgotten;

    OwnedLanes(int number, int epoch, WorkerParts parts, Assignment assignment, Commits commits) {
        this.number = number;
        this.epoch = epoch;
        this.parts = parts;
        this.assignment = assignment;
        this.commits = commits;
        this.ordering = parts.ordering();
        this.lanes = new OrderedLanes(ordering.limits(), this::frozen, ordering.overdue());
    }

    /** Remembers who stood still, so that it is seen when that is over. */
    private boolean frozen(SubscriptionKey subscription) {
        boolean frozen = ordering.frozen().test(subscription);
        if (frozen) {
            standing.add(subscription);
        }
        return frozen;
    }

    boolean ready() {
        return ready;
    }

    boolean busy() {
        return !running.isEmpty() || !untouched.isEmpty() || !ready;
    }

    /** Attempts in flight whose record is done already, since a copy of it is held. */
    int beside() {
        return beside.size();
    }

    boolean beside(Source source) {
        return runs(source) && beside.contains(spot(source));
    }

    Stream<Job> untouched() {
        return untouched.stream();
    }

    boolean runs(Source source) {
        return source.equals(running.get(spot(source)));
    }

    void forget() {
        forgotten = true;
    }

    void turn(Instant now, boolean sweeps) {
        if (!ready || draining) {
            return;
        }
        if (sweeps) {
            carryOut(lanes.swept(now), Optional.empty());
            List<SubscriptionKey> moving = standing.stream()
                    .filter(key -> !ordering.frozen().test(key))
                    .toList();
            moving.forEach(standing::remove);
            moving.forEach(key -> carryOut(lanes.changed(key), Optional.empty()));
        }
        if (!untouched.isEmpty() && parts.lease().valid()) {
            give(List.copyOf(untouched));
            untouched.clear();
        }
    }

    boolean take(Job job, Instant now) {
        Spot spot = spot(job.source());
        if (spot.topic().equals(parts.topics().deliveries())) {
            carryOut(lanes.arrived(spot, job.delivery(), now), Optional.empty());
            return true;
        }
        Optional<Change> change = lanes.popped(spot, job.delivery());
        change.ifPresent(known -> carryOut(known, Optional.empty()));
        return change.isPresent();
    }

    void finish(Finished finished, Optional<NextStep> step, Instant now) {
        Spot spot = spot(finished.job().source());
        if (step.isEmpty()) {
            if (draining) {
                running.remove(spot);
                beside.remove(spot);
            } else {
                untouched.add(finished.job());
            }
            return;
        }
        Effect tried = parts.consequences().of(finished, step.get(), now); // fails here, before the lanes change
        Change change = lanes.ended(
                        spot,
                        finished.job().delivery(),
                        Endings.of(step.get(), finished.report().isPresent()))
                .orElseThrow();
        running.remove(spot);
        beside.remove(spot);
        Effect effect = change.due()
                .map(due -> waiting(parts.consequences().of(finished, Endings.again(step.get(), due), now), change))
                .orElse(
                        step.get() instanceof NextStep.Suspend suspend
                                ? parts.consequences().held(finished, suspend, now)
                                : tried);
        Finished noted = new Finished(finished.job(), Optional.empty(), finished.report(), finished.health());
        carryOut(change, Optional.of(effect.and(parts.suspender().because(noted, now), Committed.UNHEARD)));
        parts.metrics().count(finished, step.get(), now);
    }

    /** A head that is too large to wait is a dead letter instead, and its lane goes on when that is durable. */
    private Effect waiting(Effect effect, Change change) {
        return effect.orSmaller(() -> effect.smaller().effect().map(smaller -> {
            Optional<Change> over = change.writes().stream()
                    .filter(Change.Marked.class::isInstance)
                    .map(Change.Marked.class::cast)
                    .flatMap(marked -> marked.mark().flatMap(LaneMark::head).stream()
                            .flatMap(head -> lanes.unwritable(marked.lane(), head).stream()))
                    .findFirst();
            return over.map(instead -> with(smaller, marks(instead), records -> committed(instead, List.of(), records)))
                    .orElse(smaller);
        }));
    }

    private static Effect with(Effect effect, List<ProducerRecord<byte[], byte[]>> marks, Committed then) {
        return effect.and(marks, then)
                .orSmaller(() -> effect.smaller().effect().map(smaller -> with(smaller, marks, then)));
    }

    private List<ProducerRecord<byte[], byte[]>> marks(Change change) {
        return change.writes().stream()
                .filter(Change.Marked.class::isInstance)
                .map(write -> mark((Change.Marked) write))
                .toList();
    }

    private ProducerRecord<byte[], byte[]> mark(Change.Marked marked) {
        return ordering.records()
                .mark(number, marked.lane().subscription(), marked.lane().key(), marked.mark());
    }

    /** Puts all that waits in memory among the held; nothing more starts. */
    void drain() {
        draining = true;
        untouched.forEach(job -> beside.remove(spot(job.source())));
        if (ready) {
            carryOut(lanes.swept(Instant.MAX), Optional.empty());
        }
    }

    @Override
    public OptionalLong marks(List<HeldReading.Found> marks) {
        marks.forEach(found -> lanes.restore(found.subscription(), found.mark()));
        marks.forEach(found -> frozen(found.subscription()));
        return marks.stream()
                .map(HeldReading.Found::mark)
                .mapToLong(LaneMark::heldFrom)
                .min();
    }

    @Override
    public void held(Delivery delivery, long offset) {
        lanes.restore(delivery, offset);
    }

    @Override
    public void complete(long end) {
        ready = true;
        carryOut(lanes.restored(end), Optional.empty());
    }

    @Override
    public void fetched(long offset, Optional<Delivery> delivery) {
        Spot spot = new Spot(parts.topics().held(), offset);
        if (!draining) {
            carryOut(lanes.fetched(spot, delivery), Optional.empty());
        }
    }

    /** All that a change writes is in one transaction, since it is added between two of them. */
    private void carryOut(Change change, Optional<Effect> concluded) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        List<Integer> holds = new ArrayList<>();
        for (Change.Write write : change.writes()) {
            if (write instanceof Change.Hold hold) {
                holds.add(records.size());
                records.add(ordering.records().held(number, hold.delivery()));
            } else if (write instanceof Change.Marked marked) {
                records.add(mark(marked));
            } else if (write instanceof Change.Done done) {
                if (running.containsKey(done.spot())) {
                    beside.add(done.spot());
                }
                source(done.spot()).ifPresent(source -> commits.add(new Effect(source, List.of())));
            } else if (write instanceof Change.Concluded over) {
                Effect effect = concluded.orElseThrow();
                if (over.finishes()) {
                    commits.add(effect);
                } else {
                    commits.beside(number, effect);
                }
            }
        }
        if (!records.isEmpty() || change.awaited()) {
            commits.add(number, records, written -> committed(change, holds, written));
        }
        start(change);
    }

    private void committed(Change change, List<Integer> holds, List<RecordMetadata> written) {
        if (!forgotten) {
            List<Long> offsets =
                    holds.stream().map(index -> written.get(index).offset()).toList();
            carryOut(lanes.committed(change, offsets), Optional.empty());
        }
    }

    private void start(Change change) {
        if (draining) {
            return;
        }
        List<Job> jobs = new ArrayList<>();
        for (Change.Start start : change.starts()) {
            if (start instanceof Change.Attempt attempt) {
                source(attempt.spot()).ifPresent(source -> {
                    running.put(attempt.spot(), source);
                    if (attempt.spot().topic().equals(parts.topics().held())) {
                        beside.add(attempt.spot());
                    }
                    jobs.add(new Job(source, attempt.delivery()));
                });
            } else if (start instanceof Change.Fetch fetch) {
                ordering.reading().fetch(number, fetch.spot().offset());
            }
        }
        give(jobs);
    }

    private void give(List<Job> jobs) {
        if (!jobs.isEmpty()) {
            parts.loop().execute(() -> parts.lanes().accept(jobs));
        }
    }

    private static Spot spot(Source source) {
        return new Spot(source.partition().topic(), source.offset());
    }

    private Optional<Source> source(Spot spot) {
        TopicPartition partition = new TopicPartition(spot.topic(), number);
        if (spot.topic().equals(parts.topics().held())) {
            return Optional.of(new Source(partition, epoch, spot.offset()));
        }
        return assignment.progress(partition).map(progress -> new Source(partition, progress.epoch(), spot.offset()));
    }
}
