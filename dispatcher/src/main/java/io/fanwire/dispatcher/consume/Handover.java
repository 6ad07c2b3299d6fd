package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.lane.Finished;
import io.fanwire.dispatcher.lane.Job;
import io.fanwire.dispatcher.lane.Source;
import io.fanwire.dispatcher.order.LaneId;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of records that are due: counted as received, then off to the lanes, to another tier or to poison. Owned by the worker thread. */
final class Handover {
    private static final Logger log = LoggerFactory.getLogger(Handover.class);
    private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(1);
    private static final Duration COMMIT_PAUSE = Duration.ofMillis(20);
    private static final Duration LANES_PAUSE = Duration.ofMillis(50);
    private static final Duration WINDOW_PAUSE = Duration.ofMillis(200);

    private static final TopicPartition NONE = new TopicPartition("", -1);

    private final WorkerParts parts;
    private final DelayGate gate;
    private final Assignment assignment;
    private final Commits commits;
    private final OrderedDeliveries ordered;

    Handover(WorkerParts parts, DelayGate gate, Assignment assignment, Commits commits, OrderedDeliveries ordered) {
        this.ordered = ordered;
        this.parts = parts;
        this.gate = gate;
        this.assignment = assignment;
        this.commits = commits;
    }

    void handOver(List<ConsumerRecord<byte[], byte[]>> due) {
        Instant now = parts.clock().instant();
        List<Job> jobs = new ArrayList<>(due.size());
        Set<TopicPartition> interrupted = new HashSet<>();
        TopicPartition partition = NONE;
        for (ConsumerRecord<byte[], byte[]> record : due) {
            partition = of(record, partition);
            TopicPartition its = partition;
            if (!interrupted.contains(partition)) {
                assignment
                        .progress(partition)
                        .flatMap(progress -> handOver(record, its, progress, jobs, now))
                        .ifPresent(pause -> {
                            interrupted.add(its);
                            gate.again(record, now.plus(pause));
                        });
            }
        }
        start(jobs);
    }

    /** Records come one partition after another: all of one name it by the same object. */
    private static TopicPartition of(ConsumerRecord<byte[], byte[]> record, TopicPartition before) {
        return record.partition() == before.partition() && record.topic().equals(before.topic())
                ? before
                : new TopicPartition(record.topic(), record.partition());
    }

    /** Answers how long to wait when the record, and with it what follows in its partition, cannot be taken now. */
    private Optional<Duration> handOver(
            ConsumerRecord<byte[], byte[]> record,
            TopicPartition partition,
            PartitionProgress progress,
            List<Job> jobs,
            Instant now) {
        if (progress.doneBefore(record.offset())) {
            progress.received(record.offset(), size(record));
            parts.metrics().doneBefore().inc();
            return Optional.empty();
        }
        if (!progress.admits(record.offset())) {
            return Optional.of(WINDOW_PAUSE);
        }
        Quarantine.Decision decision = assignment.decide(progress, record.offset());
        if (decision == Quarantine.Decision.WAIT) {
            return Optional.of(COMMIT_PAUSE);
        }
        Source source = new Source(partition, progress.epoch(), record.offset());
        if (decision == Quarantine.Decision.POISON) {
            log.atError()
                    .addKeyValue("source", source)
                    .log("a record ends whoever reads it; it goes to the poison topic");
            taken(new Intake.Poison("every process that read it ended"), record, source, jobs);
            return Optional.empty();
        }
        try {
            Intake.Taken taken = parts.intake().take(record, source, now);
            if (tooSoon(taken)) {
                return Optional.of(LANES_PAUSE);
            }
            if (decision == Quarantine.Decision.GIVE_UP) {
                log.atError()
                        .addKeyValue("source", source)
                        .log("a delivery ends whoever works on it; it is a dead letter");
                taken = givenUp(taken);
            }
            taken(taken, record, source, jobs);
            return Optional.empty();
        } catch (RegistryUnavailableException away) {
            log.atWarn().addKeyValue("error", away.toString()).log("records cannot be decoded for now");
            return Optional.of(REGISTRY_PAUSE);
        }
    }

    /** A delivery is a dead letter; if it was the head of a lane, its lane goes on. */
    private Intake.Taken givenUp(Intake.Taken taken) {
        if (!(taken instanceof Intake.Ready ready) || ordered.giveUp(ready.job())) {
            return taken;
        }
        NextStep step = new NextStep.DeadLetter(NextStep.DeadLetter.CRASHED);
        return new Intake.Hop(new Finished(ready.job(), Optional.of(step), Optional.empty()), step);
    }

    /** An ordered delivery before all is known of those that were read earlier. */
    private boolean tooSoon(Intake.Taken taken) {
        return taken instanceof Intake.Ready ready
                && isOrdered(ready)
                && !ordered.ready(ready.job().source().partition().partition());
    }

    private static boolean isOrdered(Intake.Ready ready) {
        return LaneId.of(ready.job().delivery()).isPresent();
    }

    /** Nobody makes such a delivery by the rules, and it might not fit among the held: it is attempted without an order. */
    private boolean outsized(Source source, ConsumerRecord<byte[], byte[]> record) {
        return source.partition().topic().equals(parts.topics().deliveries())
                && size(record) > Topics.MAX_DELIVERY_BYTES;
    }

    /** Gives jobs to the lanes. */
    void start(List<Job> jobs) {
        if (!jobs.isEmpty()) {
            jobs.forEach(job -> FaultHook.work(job.delivery()));
            parts.loop().execute(() -> parts.lanes().accept(jobs));
        }
    }

    /** Every record that is not read again passes here, once. */
    private void taken(Intake.Taken taken, ConsumerRecord<byte[], byte[]> record, Source source, List<Job> jobs) {
        PartitionProgress progress = assignment.progress(source.partition()).orElseThrow();
        Instant now = parts.clock().instant();
        if (taken instanceof Intake.Ready ready) {
            progress.received(source.offset(), size(record));
            if (!isOrdered(ready) || outsized(source, record) || !ordered.take(ready.job(), now)) {
                jobs.add(ready.job());
            }
        } else if (taken instanceof Intake.Hop hop) {
            Effect onwards = parts.consequences().of(hop.finished(), hop.step(), now);
            progress.received(source.offset(), size(record));
            commits.add(onwards);
        } else if (taken instanceof Intake.Poison poison) {
            progress.received(source.offset(), size(record));
            commits.add(Foresight.poisoned(parts, source, record, poison));
        }
    }

    private static int size(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedValueSize());
    }
}
