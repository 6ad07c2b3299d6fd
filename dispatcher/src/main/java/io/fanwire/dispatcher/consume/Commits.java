package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.lane.Source;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Effects and the progress they make true, which only change together: an offset is done when its effect is in the tick, and an
 * effect is in the tick only while its partition is ours.
 *
 * <p>A transaction with an effect of partition number n commits the offset of {@code deliveries-n} too, moved or not: the group's
 * epoch then fences it, and whoever finds that offset decided knows that all our transactions about n are. Owned by the worker
 * thread.
 */
final class Commits implements Outbox {
    private final Assignment assignment;
    private final Tick tick;
    private final String deliveries;

    /**
     * Nothing is to be written yet.
     *
     * @param deliveries the topic whose partitions stand for their number
     */
    Commits(Assignment assignment, Tick tick, String deliveries) {
        this.assignment = assignment;
        this.tick = tick;
        this.deliveries = deliveries;
    }

    /** Takes an effect and counts its record as done; one that is not open any more changes nothing. */
    void add(Effect effect) {
        Source source = effect.source();
        if (assignment.current(source)) {
            assignment
                    .progress(source.partition())
                    .filter(progress -> progress.done(source.offset()))
                    .ifPresent(progress -> tick.add(effect));
        }
    }

    /** The same for a record that is not received yet: it will count as done when it is. */
    void addAhead(Effect effect) {
        assignment
                .progress(effect.source().partition())
                .filter(progress -> progress.doneAhead(effect.source().offset()))
                .ifPresent(progress -> tick.add(effect));
    }

    @Override
    public boolean room() {
        return tick.room();
    }

    @Override
    public boolean add(int partition, List<ProducerRecord<byte[], byte[]>> records, Committed then) {
        TopicPartition owned = new TopicPartition(deliveries, partition);
        Optional<PartitionProgress> progress = assignment.progress(owned);
        progress.ifPresent(p -> tick.add(Effect.beside(owned, p.epoch(), records, then)));
        return progress.isPresent();
    }

    /** Takes an effect beside the record of its source, which is done already. */
    void beside(int partition, Effect effect) {
        TopicPartition owned = new TopicPartition(deliveries, partition);
        assignment.progress(owned).ifPresent(progress -> tick.add(effect.beside(owned, progress.epoch())));
    }

    /** Whether there is something to write. */
    boolean pending() {
        return tick.size() > 0 || assignment.changed();
    }

    boolean due(Instant now) {
        return tick.due(now) || (assignment.changed() && tick.rested(now)) || (assignment.waits() && tick.mayTry(now));
    }

    /** Commits all there is; false when that was refused and may be tried again. */
    boolean commit(ConsumerGroupMetadata group, Instant now) {
        Set<TopicPartition> written = new HashSet<>();
        for (TopicPartition partition : tick.partitions()) {
            written.add(partition);
            written.add(new TopicPartition(deliveries, partition.partition()));
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = assignment.toCommit(written);
        boolean committed = tick.commit(offsets, group, now);
        if (committed) {
            assignment.committed(offsets);
        }
        return committed;
    }

    /** These partitions are not ours any more: what is not committed of them is made anew by their next owner. */
    void forget(Collection<TopicPartition> partitions) {
        assignment.remove(partitions);
        tick.drop(source -> !assignment.current(source));
    }
}
