package io.fanwire.dispatcher.consume;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which partitions of a process may have records at work beside each other: the end of a process is the end of all that its workers had
 * begun, and only the culprit may be blamed for it.
 *
 * <pre>
 *   FREE      beside all but an ONLY
 *   DOUBTFUL  beside FREE and DOUBTFUL
 *   ALONE     beside FREE; the record is named
 *   ONLY      beside nothing; once it is asked for, nothing else begins
 * </pre>
 *
 * A partition is at work from its admission until none of its records is open and a commit says so. Used by all worker threads of a
 * process.
 */
public final class Examination {
    private final Map<PartitionProgress, Manner> atWork = new HashMap<>();
    private Optional<PartitionProgress> only = Optional.empty();

    /** How much a partition can bear beside it. */
    enum Manner {
        /** Nobody ended over it. */
        FREE,
        /** A former owner ended while it had records at work. */
        DOUBTFUL,
        /** Several did: one of its records is named, and whoever ends may have ended over that one. */
        ALONE,
        /** One ended over the named record already: the next end condemns it, so nothing else may be the cause. */
        ONLY
    }

    /** Whether a partition may hand out a record now. */
    synchronized boolean admits(PartitionProgress partition) {
        Manner manner = partition.manner();
        only = only.filter(other -> other != partition);
        boolean admitted = (only.isEmpty() || begun(partition)) && bearsAll(partition, manner);
        if (manner == Manner.ONLY && only.isEmpty()) {
            only = Optional.of(partition);
        }
        if (admitted) {
            atWork.merge(partition, manner, (was, is) -> partition.unsaid() && was.compareTo(is) > 0 ? was : is);
        } else if (!partition.atWork()) {
            atWork.remove(partition);
        }
        return admitted;
    }

    /** What is named in a commit comes to its end, or its name would stand there for nothing. */
    private boolean begun(PartitionProgress partition) {
        return partition.names() && atWork.containsKey(partition);
    }

    private boolean bearsAll(PartitionProgress partition, Manner manner) {
        return atWork.entrySet().stream()
                .allMatch(other -> other.getKey() == partition || bears(manner, other.getValue()));
    }

    private static boolean bears(Manner one, Manner other) {
        Manner stricter = one.compareTo(other) > 0 ? one : other;
        Manner milder = stricter == one ? other : one;
        return switch (stricter) {
            case FREE, DOUBTFUL -> true;
            case ALONE -> milder == Manner.FREE;
            case ONLY -> false;
        };
    }

    /** Nothing of it is at work, and commits say so; or it has another owner. */
    synchronized void leaves(PartitionProgress partition) {
        atWork.remove(partition);
        only = only.filter(other -> other != partition);
    }
}
