package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.lane.Finished;
import io.fanwire.dispatcher.lane.Job;
import io.fanwire.dispatcher.lane.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Deliveries whose order matters, of the partition numbers that are ours.
 *
 * <pre>
 *   assigned ── marks and held deliveries are read ──▶ ready ── drained: what waits in memory is held ──▶ revoked
 * </pre>
 *
 * Until a number is ready its ordered deliveries are read again later. Owned by the worker thread.
 */
final class OrderedDeliveries implements PartitionWork {
    private static final Duration SWEEP = Duration.ofMillis(500);

    private final WorkerParts parts;
    private final Assignment assignment;
    private final Commits commits;
    private final LaneCommands commands;
    private final Map<Integer, OwnedLanes> numbers = new HashMap<>();
    private Instant swept = Instant.EPOCH;

    OrderedDeliveries(WorkerParts parts, Assignment assignment, Commits commits) {
        this.parts = parts;
        this.assignment = assignment;
        this.commits = commits;
        this.commands = new LaneCommands(parts, assignment, commits);
    }

    @Override
    public void assigned(int number) {
        int epoch = assignment
                .progress(new TopicPartition(parts.topics().deliveries(), number))
                .map(PartitionProgress::epoch)
                .orElseThrow();
        OwnedLanes owned = new OwnedLanes(number, epoch, parts, assignment, commits);
        numbers.put(number, owned);
        parts.ordering().reading().assigned(number, owned);
        commands.assigned(number);
    }

    @Override
    public void revoked(int number) {
        Optional.ofNullable(numbers.remove(number)).ifPresent(OwnedLanes::forget);
        parts.ordering().reading().revoked(number);
        commands.revoked(number);
    }

    @Override
    public void turn(Instant now, Outbox out) {
        parts.ordering().reading().turn(now);
        boolean sweeps = now.isAfter(swept.plus(SWEEP));
        swept = sweeps ? now : swept;
        for (OwnedLanes owned : numbers.values()) {
            owned.turn(now, sweeps);
        }
        commands.turn(numbers, now);
        if (sweeps) {
            parts.ordering()
                    .held()
                    .accept(numbers.values().stream()
                            .mapToLong(OwnedLanes::held)
                            .sum());
        }
    }

    /** Whether something of its own is on its way, so that the worker must not sleep. */
    boolean busy() {
        return commands.busy()
                || parts.ordering().reading().busy()
                || numbers.values().stream().anyMatch(OwnedLanes::busy);
    }

    /** Whether ordered deliveries of a number can be taken. */
    boolean ready(int number) {
        return Optional.ofNullable(numbers.get(number))
                .filter(OwnedLanes::ready)
                .isPresent();
    }

    /** Takes an ordered delivery whose record was received. Answers false when it is to be attempted like one without order. */
    boolean take(Job job, Instant now) {
        return Optional.ofNullable(numbers.get(job.source().partition().partition()))
                .filter(owned -> owned.take(job, now))
                .isPresent();
    }

    /** Gives up a delivery that is the head of a lane, so that its record counts no longer; answers false when it is none. */
    boolean giveUp(Job job) {
        return Optional.ofNullable(numbers.get(job.source().partition().partition()))
                .filter(owned -> owned.giveUp(job))
                .isPresent();
    }

    /**
     * Takes back a job, with what is to become of it; empty when it was given back untouched. Answers false when it is none of these.
     */
    boolean finish(Finished finished, Optional<NextStep> step, Instant now) {
        Source source = finished.job().source();
        OwnedLanes owned = numbers.get(source.partition().partition());
        if (owned != null && owned.runs().runs(source)) {
            owned.finish(finished, step, now);
            return true;
        }
        return false;
    }

    /** Whether the record of an attempt in flight is done already, since a copy of it is held. */
    boolean beside(Source source) {
        return Optional.ofNullable(numbers.get(source.partition().partition()))
                .filter(owned -> owned.runs().beside(source))
                .isPresent();
    }

    /** Jobs of these numbers that came back untouched, and were not given to the lanes again. */
    Stream<Job> untouched(Set<TopicPartition> partitions) {
        return deliveries(partitions).stream()
                .flatMap(number -> Optional.ofNullable(numbers.get(number)).stream())
                .flatMap(owned -> owned.runs().untouched());
    }

    /** Puts all that waits in memory among the held, and starts nothing more of these numbers. */
    void drain(Set<TopicPartition> partitions) {
        each(partitions, OwnedLanes::drain);
    }

    /** Attempts in flight of these numbers that no open record stands for. */
    int beside(Set<TopicPartition> partitions) {
        int[] open = new int[1];
        each(partitions, owned -> open[0] += owned.runs().beside());
        return open[0];
    }

    /** These partitions, and the held ones whose jobs go with them. */
    Set<TopicPartition> withHeld(Set<TopicPartition> partitions) {
        Set<TopicPartition> all = new HashSet<>(partitions);
        deliveries(partitions)
                .forEach(number -> all.add(new TopicPartition(parts.topics().held(), number)));
        return all;
    }

    private List<Integer> deliveries(Set<TopicPartition> partitions) {
        return partitions.stream()
                .filter(partition -> partition.topic().equals(parts.topics().deliveries()))
                .map(TopicPartition::partition)
                .toList();
    }

    private void each(Set<TopicPartition> partitions, Consumer<OwnedLanes> action) {
        deliveries(partitions).stream()
                .flatMap(number -> Optional.ofNullable(numbers.get(number)).stream())
                .forEach(action);
    }
}
