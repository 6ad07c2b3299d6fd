package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.lane.Finished;
import io.fanwire.dispatcher.lane.Job;
import io.fanwire.dispatcher.lane.Source;
import io.fanwire.dispatcher.order.Change;
import io.fanwire.dispatcher.order.LaneId;
import io.fanwire.dispatcher.order.OrderedLanes;
import io.fanwire.dispatcher.order.Spot;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.LaneMark;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** The ordered lanes of one partition number: asks {@link OrderedLanes}, and carries its changes out. Owned by the worker thread. */
final class OwnedLanes implements HeldReading.Finder {
    private final int number;
    private final int epoch;
    private final WorkerParts parts;
    private final Commits commits;
    private final Ordering ordering;
    private final OrderedLanes lanes;
    private final LaneRuns runs;
    private final Set<SubscriptionKey> standing = new HashSet<>();
    private boolean ready;
    private boolean draining;
    private boolean forgotten;

    OwnedLanes(int number, int epoch, WorkerParts parts, Assignment assignment, Commits commits) {
        this.number = number;
        this.epoch = epoch;
        this.parts = parts;
        this.runs = new LaneRuns(number, epoch, parts, assignment);
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
        return !runs.none() || !ready;
    }

    /** Deliveries that are held. */
    long held() {
        return lanes.held();
    }

    LaneRuns runs() {
        return runs;
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
        runs.goOn();
    }

    boolean take(Job job, Instant now) {
        Spot spot = LaneRuns.spot(job.source());
        if (spot.topic().equals(parts.topics().deliveries())) {
            carryOut(lanes.arrived(spot, job.delivery(), now), Optional.empty());
            return true;
        }
        Optional<Change> change = lanes.popped(spot, job.delivery());
        change.ifPresent(known -> carryOut(known, Optional.empty()));
        return change.isPresent();
    }

    void finish(Finished finished, Optional<NextStep> step, Instant now) {
        Spot spot = LaneRuns.spot(finished.job().source());
        if (step.isEmpty()) {
            if (draining) {
                runs.end(spot);
            } else {
                runs.returned(finished.job());
            }
            return;
        }
        Effect tried = parts.consequences().of(finished, step.get(), now); // fails here, before the lanes change
        Change change = lanes.ended(
                        spot,
                        finished.job().delivery(),
                        Endings.of(step.get(), finished.report().isPresent()))
                .orElseThrow();
        runs.end(spot);
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
            return over.map(instead -> with(
                            smaller,
                            ordering.records().marks(number, instead),
                            records -> committed(instead, List.of(), records)))
                    .orElse(smaller);
        }));
    }

    private static Effect with(Effect effect, List<ProducerRecord<byte[], byte[]>> marks, Committed then) {
        return effect.and(marks, then)
                .orSmaller(() -> effect.smaller().effect().map(smaller -> with(smaller, marks, then)));
    }

    /** Whether lanes may be moved by order. */
    boolean moving() {
        return ready && !draining;
    }

    boolean knows(LaneId lane) {
        return lanes.knows(lane);
    }

    Optional<LaneMark.Head> waitingHead(LaneId lane) {
        return lanes.waitingHead(lane);
    }

    /**
     * Skips the head or starts it now, together with the record that says so.
     *
     * @return false when it is the head no more
     */
    boolean move(
            boolean skips,
            LaneId lane,
            LaneMark.Head head,
            HeadSearch.Found found,
            ProducerRecord<byte[], byte[]> said) {
        if (skips) {
            Source where = new Source(found.partition(), epoch, found.offset());
            return skip(lane, head, new Job(where, found.delivery()), NextStep.DeadLetter.SKIPPED, List.of(said));
        }
        Optional<Change> change = lanes.hastened(lane, head, found.delivery());
        change.ifPresent(known -> {
            commits.add(number, List.of(said), Committed.UNHEARD);
            carryOut(known, Optional.empty());
        });
        return change.isPresent();
    }

    /** The head of a lane ends whoever works on it. */
    boolean giveUp(Job job) {
        Delivery delivery = job.delivery();
        LaneMark.Head head =
                LaneMark.Head.of(delivery, delivery.progress().sequence().orElse(-1));
        return LaneId.of(delivery).stream()
                .flatMap(lane -> Stream.of(lane, LaneId.whole(delivery.subscription())))
                .anyMatch(lane -> skip(lane, head, job, NextStep.DeadLetter.CRASHED, List.of()));
    }

    private boolean skip(
            LaneId lane, LaneMark.Head head, Job job, String reason, List<ProducerRecord<byte[], byte[]>> said) {
        Optional<Change> change = lanes.skipped(lane, head, job.delivery());
        change.ifPresent(known -> {
            Instant now = parts.clock().instant();
            NextStep step = new NextStep.DeadLetter(reason);
            Finished over = new Finished(job, Optional.of(step), Optional.empty());
            commits.beside(number, parts.consequences().of(over, step, now));
            parts.metrics().count(over, step, now);
            commits.add(number, said, Committed.UNHEARD);
            carryOut(known, Optional.empty());
        });
        return change.isPresent();
    }

    /** Puts all that waits in memory among the held; nothing more starts. */
    void drain() {
        draining = true;
        runs.drain();
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
    public void fetched(long offset, Optional<HeldReading.Body> body) {
        Spot spot = new Spot(parts.topics().held(), offset);
        if (!draining) {
            carryOut(lanes.fetched(spot, body.map(ordering::rested)), Optional.empty());
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
                records.add(ordering.records().mark(number, marked));
            } else if (write instanceof Change.Done done) {
                runs.done(done.spot());
                runs.source(done.spot()).ifPresent(source -> commits.add(new Effect(source, List.of())));
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
        if (!draining) {
            runs.start(change);
        }
    }
}
