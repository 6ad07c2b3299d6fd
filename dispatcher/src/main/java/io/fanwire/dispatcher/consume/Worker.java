package io.fanwire.dispatcher.consume;

import io.fanwire.runtime.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer, one transactional producer, and the progress of the partitions they own.
 *
 * <pre>
 *   poll ─▶ DelayGate ─ due ─▶ Handover ─ job ─▶ (event loop: CallbackLanes) ─▶ Returns ─▶ Consequences ─▶ Commits ─▶ Tick
 *                                  └ hop, poison ──────────────────────────────────────────────────────▲
 *   PartitionWork ── what the owner of a partition has to write besides ───────────────────────────────┘
 *
 *   assigned: ask what was committed, open there      revoked: start nothing new, drain, commit, then forget
 *                                                     lost: forget at once
 * </pre>
 *
 * Its own thread runs everything here. Two things cross to the event loop and back: a batch of jobs, and finished jobs.
 */
final class Worker {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final Duration BUSY_WAIT = Duration.ofMillis(10);
    private static final Duration COMMIT_AGAIN = Duration.ofMillis(100);
    private static final Duration IDLE_POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final WorkerParts parts;
    private final DelayGate gate;
    private final Assignment assignment;
    private final Commits commits;
    private final Restore restore;
    private final OrderedDeliveries ordered;
    private final List<PartitionWork> work;
    private final Handover handover;
    private final Foresight foresight;
    private final Returns returns;
    private final Backpressure backpressure;
    private final Set<TopicPartition> stopped = new HashSet<>();
    private final Set<Integer> numbers = new HashSet<>();

    Worker(Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer, WorkerParts parts) {
        this(
                consumer,
                producer,
                parts,
                new Assignment(parts.examination()),
                Backoff.standard(RandomGenerator.getDefault()));
    }

    /** With its own book of what it owns, empty yet, and its own patience with transactions that fail. */
    Worker(
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            WorkerParts parts,
            Assignment assignment,
            Backoff backoff) {
        this.assignment = assignment;
        this.consumer = consumer;
        this.producer = producer;
        this.parts = parts;
        this.gate = new DelayGate(parts.topics().tiers(), consumer);
        this.commits = new Commits(
                assignment, new Tick(producer, backoff), parts.topics().deliveries());
        this.restore = new Restore(consumer, assignment, parts.metrics());
        this.ordered = new OrderedDeliveries(parts, assignment, commits);
        this.work = Stream.concat(parts.work().stream(), Stream.of(ordered)).toList();
        this.handover = new Handover(parts, gate, assignment, commits, ordered);
        this.foresight = new Foresight(parts, assignment, commits);
        this.returns = new Returns(parts, assignment, commits, ordered);
        this.backpressure = new Backpressure(consumer, assignment, parts.room());
    }

    /** Joins the group; to be called once, before the first turn. */
    void join() {
        producer.initTransactions();
        consumer.subscribe(parts.topics().dispatched(), new Rebalance());
    }

    /** What the group calls it, once it has partitions. */
    String member() {
        return consumer.groupMetadata().memberId();
    }

    /** One round: poll, hand over what is due, take back what is finished, commit when it is time. */
    void turn() {
        parts.pulse().beat();
        ConsumerRecords<byte[], byte[]> polled = poll();
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
            witness(records.get(records.size() - 1));
            gate.arrived(partition, records);
        }
        if (parts.lease().valid()) {
            handover.start(returns.untouched());
        }
        open(restore.turn(parts.clock().instant()));
        handover.handOver(gate.due(parts.clock().instant()));
        foresight.look(gate.ahead());
        returns.take();
        Instant now = parts.clock().instant();
        work.forEach(each -> each.turn(now, commits));
        if (commits.due(now)) {
            commit(now);
        }
        boolean busy = parts.lanes().busy().enough(parts.loop());
        Set<TopicPartition> crowded = backpressure.apply(partition -> busy
                || assignment.waiting(partition)
                || stopped.contains(partition)
                || gate.closed(partition)
                || !commits.room());
        parts.lanes().crowded(Set.copyOf(crowded));
    }

    private void witness(ConsumerRecord<byte[], byte[]> last) {
        if (last.timestampType() == TimestampType.LOG_APPEND_TIME) {
            parts.witness().accept(Instant.ofEpochMilli(last.timestamp()));
        }
    }

    /** Finishes what is in flight, commits it, and leaves. */
    void leave() {
        Set<TopicPartition> owned = assignment.partitions();
        drain(owned);
        forget(owned);
        // A static member that just closes keeps its partitions for as long as it may be silent: whoever stays would
        // wait for them. All
        // was drained, so it repeats nothing that they move, and move back when it was only a restart.
        consumer.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(Duration.ofSeconds(2)));
        producer.close(Duration.ofSeconds(2));
    }

    /** Lets go of everything without another word: what was not committed is read again. */
    void abandon() {
        // Its loop may be busy with jobs it was given a moment ago: none of them may start once others can have them.
        parts.lease().end();
        lose(assignment.partitions());
        producer.close(Duration.ZERO);
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }

    Set<TopicPartition> partitions() {
        return assignment.partitions();
    }

    /**
     * The broker's records are awaited only when nothing else can happen: an attempt that ends is heard of at once, and Kafka 4.3's
     * consumer would spin through its whole timeout while it holds records of a paused partition.
     */
    private ConsumerRecords<byte[], byte[]> poll() {
        Duration wait = IDLE_POLL;
        if (assignment.open() > 0
                || commits.pending()
                || restore.asking()
                || ordered.busy()
                || gate.waits()
                || !consumer.paused().isEmpty()) {
            returns.await(BUSY_WAIT);
            wait = Duration.ZERO;
        }
        try {
            Duration most = wait;
            ConsumerRecords<byte[], byte[]> polled = parts.pulse().whileWaiting(() -> consumer.poll(most));
            parts.lease().renew();
            return polled;
        } catch (NoOffsetForPartitionException fresh) {
            log.atDebug().addKeyValue("partitions", fresh.partitions()).log("never read before");
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

    private boolean commit(Instant now) {
        long start = System.nanoTime();
        boolean committed = parts.pulse().whileWaiting(() -> commits.commit(consumer.groupMetadata(), now));
        if (committed) {
            parts.metrics().committed(Duration.ofNanos(System.nanoTime() - start));
        }
        return committed;
    }

    /** Tells those who work for a partition number that it is ours. */
    private void open(Set<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            log.atInfo().addKeyValue("partitions", partitions.size()).log("partitions opened");
        }
        for (TopicPartition partition : partitions) {
            if (partition.topic().equals(parts.topics().deliveries()) && numbers.add(partition.partition())) {
                work.forEach(each -> each.assigned(partition.partition()));
            }
        }
    }

    /** Starts nothing new in these partitions, waits for what is in flight, and commits all that is finished. */
    private void drain(Set<TopicPartition> partitions) {
        ordered.drain(partitions);
        Set<TopicPartition> released = ordered.withHeld(partitions);
        parts.loop().execute(() -> parts.lanes().release(released));
        Instant deadline = parts.clock().instant().plus(parts.drain());
        returns.drain(partitions, deadline);
        partitions.forEach(partition -> assignment.progress(partition).ifPresent(PartitionProgress::left));
        // An abort here must not drop effects of attempts that were made: it is tried again while there is time.
        while (commits.pending()
                && !commit(parts.clock().instant())
                && parts.clock().instant().isBefore(deadline)
                && !Thread.currentThread().isInterrupted()) {
            returns.await(COMMIT_AGAIN);
            returns.take();
        }
    }

    /** Others have these partitions: nothing of them may start any more, and what ends counts no longer. */
    private void lose(Collection<TopicPartition> partitions) {
        Set<TopicPartition> lost = Set.copyOf(partitions);
        Set<TopicPartition> released = ordered.withHeld(lost);
        parts.loop().execute(() -> parts.lanes().release(released));
        forget(lost);
    }

    private void forget(Collection<TopicPartition> partitions) {
        commits.forget(partitions);
        restore.forget(partitions);
        gate.forget(partitions);
        stopped.removeAll(Set.copyOf(partitions));
        for (TopicPartition partition : partitions) {
            if (partition.topic().equals(parts.topics().deliveries()) && numbers.remove(partition.partition())) {
                work.forEach(each -> each.revoked(partition.partition()));
            }
        }
    }

    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            restore.assigned(partitions);
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
