package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.lane.Finished;
import io.fanwire.dispatcher.lane.Job;
import io.fanwire.dispatcher.lane.Source;
import io.fanwire.schemas.RegistryUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer, one transactional producer, and the progress of the partitions they own.
 *
 * <pre>
 *   poll ─▶ DelayGate ─ due ─▶ Intake ─ job ─▶ (event loop: CallbackLanes) ─▶ Finished ─▶ Consequences ─▶ Tick
 *                                  └ hop, poison ──────────────────────────────────────────────────────────┘
 *   revoked: start nothing new, drain, commit, then forget the partitions      lost: forget them at once
 * </pre>
 *
 * Its own thread runs everything here. Two things cross to the event loop and back: a batch of jobs, and finished jobs.
 */
final class Worker {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final Duration BUSY_POLL = Duration.ofMillis(10);
    private static final Duration IDLE_POLL = Duration.ofMillis(100);
    private static final Duration DRAIN_STEP = Duration.ofMillis(50);
    private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final WorkerParts parts;
    private final DelayGate gate;
    private final Tick tick;
    private final Backpressure backpressure;
    private final Assignment assignment = new Assignment();
    private final Set<TopicPartition> stopped = new HashSet<>();
    private final ArrayDeque<Finished> unwritten = new ArrayDeque<>();
    private Instant registryAsked = Instant.MIN;

    Worker(Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer, WorkerParts parts) {
        this.consumer = consumer;
        this.producer = producer;
        this.parts = parts;
        this.gate = new DelayGate(parts.topics().tiers(), consumer);
        this.tick = new Tick(producer);
        this.backpressure = new Backpressure(consumer, assignment, parts.maxOpen());
    }

    /** Joins the group; to be called once, before the first turn. */
    void join() {
        producer.initTransactions();
        consumer.subscribe(parts.topics().dispatched(), new Rebalance());
    }

    /** One round: poll, hand over what is due, take back what is finished, commit when it is time. */
    void turn() {
        ConsumerRecords<byte[], byte[]> polled = poll();
        for (TopicPartition partition : polled.partitions()) {
            gate.arrived(partition, polled.records(partition));
        }
        handOver(gate.due(parts.clock().instant()));
        takeBack();
        Instant now = parts.clock().instant();
        if (tick.due(now)) {
            commit(now);
        }
        backpressure.apply(partition -> stopped.contains(partition) || gate.closed(partition));
    }

    /** Finishes what is in flight, commits it, and leaves. */
    void leave() {
        Set<TopicPartition> owned = assignment.partitions();
        drain(owned);
        forget(owned);
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
        producer.close(Duration.ofSeconds(2));
    }

    /** Lets go of everything without another word: what was not committed is read again. */
    void abandon() {
        lose(assignment.partitions());
        producer.close(Duration.ZERO);
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }

    Set<TopicPartition> partitions() {
        return assignment.partitions();
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        boolean busy = assignment.open() > 0 || tick.size() > 0;
        try {
            if (consumer.paused().isEmpty()) {
                return consumer.poll(busy ? BUSY_POLL : IDLE_POLL);
            }
            // Kafka 4.3's consumer spins through its whole timeout while it holds records of a paused partition: wait
            // here.
            parts.awaitFinished(BUSY_POLL).ifPresent(unwritten::addLast);
            return consumer.poll(Duration.ZERO);
        } catch (NoOffsetForPartitionException fresh) {
            // Never read before: nothing of it may be passed over.
            log.atInfo().addKeyValue("partitions", fresh.partitions()).log("reading from the beginning");
            parts.metrics().fromBeginning().inc(fresh.partitions().size());
            consumer.seekToBeginning(fresh.partitions());
            return ConsumerRecords.empty();
        } catch (OffsetOutOfRangeException gone) {
            // Jumping to either end would lose records or repeat weeks of them: a person decides.
            log.atError()
                    .addKeyValue("offsets", gone.offsetOutOfRangePartitions())
                    .log("committed offsets are out of range; these partitions stand still until they are set");
            stopped.addAll(gone.partitions());
            parts.metrics().stopped().inc(gone.partitions().size());
            consumer.pause(gone.partitions());
            return ConsumerRecords.empty();
        }
    }

    private void handOver(List<ConsumerRecord<byte[], byte[]>> due) {
        Instant now = parts.clock().instant();
        List<Job> jobs = new ArrayList<>(due.size());
        Set<TopicPartition> interrupted = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : due) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (!interrupted.contains(partition)) {
                assignment.progress(partition).ifPresent(progress -> {
                    Source source = new Source(partition, progress.epoch(), record.offset());
                    try {
                        taken(parts.intake().take(record, source, now), record, source, jobs);
                    } catch (RegistryUnavailableException away) {
                        log.atWarn().addKeyValue("error", away.toString()).log("records cannot be decoded for now");
                        interrupted.add(partition);
                        gate.again(record, now.plus(REGISTRY_PAUSE));
                    }
                });
            }
        }
        if (!jobs.isEmpty()) {
            parts.loop().execute(() -> parts.lanes().accept(jobs));
        }
    }

    private void taken(Intake.Taken taken, ConsumerRecord<byte[], byte[]> record, Source source, List<Job> jobs) {
        PartitionProgress progress = assignment.progress(source.partition()).orElseThrow();
        Instant now = parts.clock().instant();
        if (taken instanceof Intake.Ready ready) {
            progress.received(source.offset());
            jobs.add(ready.job());
        } else if (taken instanceof Intake.Hop hop) {
            Effect onwards = parts.consequences().of(hop.finished(), hop.step(), now);
            progress.received(source.offset());
            add(onwards);
        } else if (taken instanceof Intake.Poison poison) {
            parts.metrics().poison().inc();
            log.atError()
                    .addKeyValue("partition", source.partition())
                    .addKeyValue("offset", source.offset())
                    .addKeyValue("error", poison.message())
                    .log("a record is no delivery; it goes to the poison topic");
            progress.received(source.offset());
            add(parts.consequences().poison(source, record, "undecodable", poison.message(), now));
        }
    }

    private void takeBack() {
        parts.finished().drainTo(unwritten);
        writeDown();
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

    private void finish(Finished finished) {
        if (!assignment.current(finished.job().source())) {
            finished.report().ifPresent(attempt -> parts.metrics().stale().inc());
            return;
        }
        Instant now = parts.clock().instant();
        finished.step().ifPresent(step -> {
            add(parts.consequences().of(finished, step, now));
            parts.metrics().count(finished, step, now);
        });
    }

    private void add(Effect effect) {
        Source source = effect.source();
        assignment
                .progress(source.partition())
                .filter(progress -> progress.done(source.offset()))
                .ifPresent(progress -> tick.add(effect));
    }

    private void commit(Instant now) {
        Map<TopicPartition, OffsetAndMetadata> offsets = assignment.toCommit();
        long start = System.nanoTime();
        if (tick.commit(offsets, consumer.groupMetadata(), now)) {
            assignment.committed(offsets);
            parts.metrics().committed(Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** Starts nothing new in these partitions, waits for what is in flight, and commits all that is finished. */
    private void drain(Set<TopicPartition> partitions) {
        parts.loop().execute(() -> parts.lanes().release(partitions));
        Instant deadline = parts.clock().instant().plus(parts.drain());
        Set<Source> returned = new HashSet<>();
        while (assignment.open(partitions) > returned.size()
                && parts.clock().instant().isBefore(deadline)
                && !Thread.currentThread().isInterrupted()) {
            parts.awaitFinished(DRAIN_STEP).ifPresent(next -> {
                if (next.step().isEmpty() && assignment.current(next.job().source())) {
                    returned.add(next.job().source());
                }
                unwritten.addLast(next);
            });
            writeDown();
        }
        if (tick.size() > 0) {
            commit(parts.clock().instant());
        }
    }

    /** Others have these partitions: nothing of them may start any more, and what ends counts no longer. */
    private void lose(Collection<TopicPartition> partitions) {
        Set<TopicPartition> lost = Set.copyOf(partitions);
        parts.loop().execute(() -> parts.lanes().release(lost));
        forget(lost);
    }

    private void forget(Collection<TopicPartition> partitions) {
        assignment.remove(partitions);
        stopped.removeAll(Set.copyOf(partitions));
        gate.forget(partitions);
        tick.drop(source -> !assignment.current(source));
    }

    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assignment.add(partitions);
            log.atInfo()
                    .addKeyValue("new", partitions.size())
                    .addKeyValue("all", assignment.partitions().size())
                    .log("partitions assigned");
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            drain(Set.copyOf(partitions));
            forget(partitions);
            log.atInfo().addKeyValue("partitions", partitions.size()).log("partitions given up");
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            lose(partitions);
            log.atWarn().addKeyValue("partitions", partitions.size()).log("partitions lost");
        }
    }
}
