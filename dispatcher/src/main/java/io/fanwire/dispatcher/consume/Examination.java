package io.fanwire.dispatcher.consume;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a record that may be given up at the next end be alone in its process: that end is the end of all that the workers had begun, and
 * only the culprit may be blamed for it.
 *
 * <pre>
 *   open ── a partition asks to be the only one ──▶ closing: nothing else begins ── nothing else is at work ──▶ closed: its record is tried
 *     ▲                                                                                                            │
 *     └──────────── the record is done, in a commit; or the partition has another owner ◀──────────────────────────┘
 * </pre>
 *
 * A partition is at work from its admission until none of its records is open and a commit says so. Used by all worker threads of a
 * process.
 */
public final class Examination {
    private final Set<PartitionProgress> atWork = new HashSet<>();
    private Optional<PartitionProgress> only = Optional.empty();

    /** Whether a partition may hand out a record now. */
    synchronized boolean admits(PartitionProgress partition) {
        boolean condemns = partition.condemns();
        only = only.filter(other -> other != partition || condemns || partition.unsaid());
        if (only.isEmpty() && condemns) {
            only = Optional.of(partition);
        }
        boolean admitted =
                only.isEmpty() || (only.get() == partition && Set.of(partition).containsAll(atWork));
        if (admitted) {
            atWork.add(partition);
        } else if (partition.idle()) {
            atWork.remove(partition);
        }
        return admitted;
    }

    /** A commit has said all that there was to say of a partition. */
    synchronized void committed(PartitionProgress partition) {
        if (partition.idle() && !partition.names()) {
            leaves(partition);
        }
    }

    /** It has another owner. */
    synchronized void leaves(PartitionProgress partition) {
        atWork.remove(partition);
        only = only.filter(other -> other != partition);
    }
}
