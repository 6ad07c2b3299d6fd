package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.lane.Source;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions a worker owns now, each with its progress and epoch.
 *
 * <pre>
 *   assigned ──▶ waiting ── what was committed is known ──▶ open: records are handed out, and counted under its epoch
 *                   └──────────── revoked, lost ───────────────┴──▶ forgotten
 * </pre>
 *
 * Owned by the worker thread.
 */
final class Assignment {
    /** So many offsets of one partition between its first open record and the last received, however many are open. */
    static final int MAX_WINDOW = 16_384;

    /** And so many while no more than {@link #FEW} of them are open: one callback that hangs does not stop its partition. */
    static final int WIDEST_WINDOW = 12 * MAX_WINDOW;

    /** With what one poll brings, and what no record has, still few for a {@link ProgressMap}. */
    static final int FEW = 2_048;

    private final Set<TopicPartition> waiting = new HashSet<>();
    private final Map<TopicPartition, PartitionProgress> owned = new HashMap<>();
    private final IntUnaryOperator nextEpoch;
    private final Function<PartitionProgress, OffsetAndMetadata> claim;
    private final Examination examination;
    private int epoch;

    Assignment(Examination examination) {
        this(examination, before -> before + 1, PartitionProgress::toCommit);
    }

    /**
     * Owns nothing.
     *
     * @param examination of the process
     * @param nextEpoch of an assignment, after the one before
     * @param claim what a commit says about a partition
     */
    Assignment(
            Examination examination, IntUnaryOperator nextEpoch, Function<PartitionProgress, OffsetAndMetadata> claim) {
        this.examination = examination;
        this.nextEpoch = nextEpoch;
        this.claim = claim;
    }

    void add(Collection<TopicPartition> partitions) {
        waiting.addAll(partitions);
    }

    /** Goes on where the last owner stopped. Answers false when its map cannot be read: then what it claims is done again. */
    boolean restored(TopicPartition partition, OffsetAndMetadata committed) {
        Optional<ProgressMap> map = ProgressMap.decode(committed.metadata(), committed.offset());
        if (waiting.remove(partition)) {
            epoch = nextEpoch.applyAsInt(epoch);
            owned.put(partition, new PartitionProgress(epoch, committed.offset(), map.orElse(ProgressMap.EMPTY)));
        }
        return map.isPresent();
    }

    void remove(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> {
            progress(partition).ifPresent(examination::leaves);
            owned.remove(partition);
            waiting.remove(partition);
        });
    }

    Set<TopicPartition> partitions() {
        Set<TopicPartition> all = new HashSet<>(waiting);
        all.addAll(owned.keySet());
        return all;
    }

    /** Partitions of which it is not known yet what was committed. */
    boolean waiting(TopicPartition partition) {
        return waiting.contains(partition);
    }

    /** Empty for a partition that is not open. */
    Optional<PartitionProgress> progress(TopicPartition partition) {
        return Optional.ofNullable(owned.get(partition));
    }

    /** Whether something read under this assignment still counts. */
    boolean current(Source source) {
        PartitionProgress progress = owned.get(source.partition());
        return progress != null && progress.epoch() == source.epoch();
    }

    /** Records handed out and not done, all partitions together. */
    int open() {
        return owned.values().stream().mapToInt(PartitionProgress::open).sum();
    }

    /** What they take. */
    long openBytes() {
        return owned.values().stream().mapToLong(PartitionProgress::openBytes).sum();
    }

    int open(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .flatMap(partition -> progress(partition).stream())
                .mapToInt(PartitionProgress::open)
                .sum();
    }

    /** Whether something was done since the last commit. */
    boolean changed() {
        return owned.values().stream().anyMatch(PartitionProgress::changed);
    }

    /** What is to become of the next record of a partition. */
    Quarantine.Decision decide(PartitionProgress progress, long offset) {
        return examination.admits(progress) ? progress.decide(offset) : Quarantine.Decision.WAIT;
    }

    /** Whether records wait for something to be committed before they are handed out. */
    boolean waits() {
        return owned.values().stream().anyMatch(PartitionProgress::waits);
    }

    /** Whether no more of a partition may be read until some of what is open is done. */
    boolean windowFull(TopicPartition partition) {
        return progress(partition).map(Assignment::full).orElse(false);
    }

    private static boolean full(PartitionProgress progress) {
        long window = progress.window();
        return (window >= MAX_WINDOW && (progress.gaps() > FEW || window >= WIDEST_WINDOW)) || progress.keepsWaiting();
    }

    /**
     * The low-water marks with their maps: of partitions where something was done since the last commit, and of some others.
     *
     * @param also partitions, of which those that are open are taken
     */
    Map<TopicPartition, OffsetAndMetadata> toCommit(Set<TopicPartition> also) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        owned.forEach((partition, progress) -> {
            if (progress.changed() || also.contains(partition)) {
                offsets.put(partition, claim.apply(progress));
            }
        });
        return offsets;
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        for (TopicPartition partition : offsets.keySet()) {
            PartitionProgress progress = owned.get(partition);
            if (progress != null) {
                progress.committed();
                examination.committed(progress);
            }
        }
    }
}
