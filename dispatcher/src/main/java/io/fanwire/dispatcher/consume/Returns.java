package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.lane.Finished;
import io.fanwire.dispatcher.lane.Job;
import io.fanwire.dispatcher.lane.Source;
import io.fanwire.schemas.RegistryUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of finished jobs: from the lanes' queue to effects. Owned by the worker thread. */
final class Returns {
    private static final Logger log = LoggerFactory.getLogger(Returns.class);
    private static final Duration DRAIN_STEP = Duration.ofMillis(50);
    private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(1);

    private final WorkerParts parts;
    private final Assignment assignment;
    private final Commits commits;
    private final OrderedDeliveries ordered;
    private final ArrayDeque<Finished> unwritten = new ArrayDeque<>();
    private final List<Job> untouched = new ArrayList<>();
    private Instant registryAsked = Instant.MIN;

    Returns(WorkerParts parts, Assignment assignment, Commits commits, OrderedDeliveries ordered) {
        this.ordered = ordered;
        this.parts = parts;
        this.assignment = assignment;
        this.commits = commits;
    }

    /** Waits so long for a finished job, unless there is one already. */
    void await(Duration atMost) {
        parts.awaitFinished(atMost).ifPresent(unwritten::addLast);
    }

    /** Takes what is finished and makes effects of it. */
    void take() {
        parts.finished().drainTo(unwritten);
        writeDown();
    }

    /** Waits for what is open in these partitions, but not for what was given back untouched. */
    void drain(Set<TopicPartition> partitions, Instant deadline) {
        Set<Source> returned = new HashSet<>();
        Stream.concat(untouched.stream(), ordered.untouched(partitions))
                .map(Job::source)
                .filter(source -> waitedFor(source, partitions))
                .forEach(returned::add);
        while (assignment.open(partitions) + ordered.beside(partitions) > returned.size()
                && parts.clock().instant().isBefore(deadline)
                && !Thread.currentThread().isInterrupted()) {
            parts.awaitFinished(DRAIN_STEP).ifPresent(next -> {
                if (next.step().isEmpty() && waitedFor(next.job().source(), partitions)) {
                    returned.add(next.job().source());
                }
                unwritten.addLast(next);
            });
            writeDown();
        }
    }

    private boolean waitedFor(Source source, Set<TopicPartition> partitions) {
        return partitions.contains(source.partition()) && assignment.current(source) && !ordered.beside(source);
    }

    /** Jobs that came back untouched though their partition is still ours: the lease had run out. To be handed over again. */
    List<Job> untouched() {
        List<Job> ours = untouched.stream()
                .filter(job -> assignment.current(job.source()))
                .toList();
        untouched.clear();
        return ours;
    }

    /** What cannot be written while the registry is away stays, in order, and is written later: no attempt is forgotten. */
    private void writeDown() {
        if (parts.clock().instant().isBefore(registryAsked.plus(REGISTRY_PAUSE))) {
            return;
        }
        try {
            while (!unwritten.isEmpty()) {
                finish(unwritten.peekFirst());
                unwritten.removeFirst();
            }
        } catch (RegistryUnavailableException away) {
            registryAsked = parts.clock().instant();
            log.atWarn().addKeyValue("error", away.toString()).log("finished attempts cannot be written for now");
        }
    }

    /** Every job passes here when it is over, once. */
    private void finish(Finished finished) {
        Instant now = parts.clock().instant();
        if (ordered.finish(finished, finished.step().map(step -> known(finished, step, now)), now)) {
            return;
        }
        if (!assignment.current(finished.job().source())) {
            finished.report().ifPresent(attempt -> parts.metrics().stale().inc());
            return;
        }
        finished.step()
                .ifPresentOrElse(
                        step -> {
                            NextStep known = known(finished, step, now);
                            Effect effect = parts.consequences().of(finished, known, now);
                            commits.add(effect.and(
                                    parts.suspender().because(finished, now),
                                    known instanceof NextStep.Suspend
                                            ? parts.suspender().awaited(finished)
                                            : effect.then()));
                            parts.metrics().count(finished, known, now);
                        },
                        () -> untouched.add(finished.job()));
    }

    /** A suspension is written beside what is known already; until then its delivery waits on a tier. */
    private NextStep known(Finished finished, NextStep step, Instant now) {
        int partition = finished.job().source().partition().partition();
        if (!(step instanceof NextStep.Suspend) || parts.suspender().knows(partition)) {
            return step;
        }
        Instant soon = now.plus(parts.topics().tiers().smallest().delay());
        return finished.report().isPresent() ? new NextStep.Retry(soon) : new NextStep.Defer(soon);
    }
}
