package io.fanwire.dispatcher.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How long a job may wait in a lane: as long as an attempt takes at most, or a second if its lane is behind and its partition is held up
 * by what waits. Used by the event loop; any thread may tell which partitions those are.
 */
final class Patience {
    private static final Duration OF_A_CROWD = Duration.ofSeconds(1);

    private final Duration usual;
    private volatile Set<TopicPartition> crowded = Set.of();

    Patience(Duration usual) {
        this.usual = usual;
    }

    /** These partitions are held up. */
    void crowded(Set<TopicPartition> partitions) {
        crowded = partitions;
    }

    /** Takes out of a lane what waits for too long. */
    void end(LaneQueue queue, Instant now, Consumer<Job> away) {
        Set<TopicPartition> hurry = queue.brisk(now) ? Set.of() : crowded;
        Instant oldest = now.minus(usual);
        Instant oldestOfACrowd = now.minus(OF_A_CROWD);
        Instant first = hurry.isEmpty() ? oldest : oldestOfACrowd;
        if (queue.head().filter(head -> head.since().isBefore(first)).isPresent()) {
            queue.remove(
                    waiter -> waiter.since().isBefore(oldest)
                            || (waiter.since().isBefore(oldestOfACrowd)
                                    && hurry.contains(waiter.job().source().partition())),
                    away);
        }
    }
}
