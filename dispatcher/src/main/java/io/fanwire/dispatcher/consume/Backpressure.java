package io.fanwire.dispatcher.consume;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Pauses partitions that must not be polled now, and resumes the others: all of them while too many records are open, one with too
 * long a window, and those that somebody keeps closed. Owned by the worker thread.
 */
final class Backpressure {
    private final Consumer<byte[], byte[]> consumer;
    private final Assignment assignment;
    private final Room room;
    private boolean full;

    /** What may be open at the same time: once either is reached all pause, until seven tenths are left. */
    record Room(int records, long bytes) {
        private boolean reached(int open, long openBytes) {
            return open >= records || openBytes >= bytes;
        }

        private boolean roomy(int open, long openBytes) {
            return open <= records * 7L / 10 && openBytes <= bytes / 10 * 7;
        }
    }

    /** Nothing is paused at first. */
    Backpressure(Consumer<byte[], byte[]> consumer, Assignment assignment, Room room) {
        this.consumer = consumer;
        this.assignment = assignment;
        this.room = room;
    }

    /** Answers the partitions of which no more is read since too much of them is open. */
    Set<TopicPartition> apply(Predicate<TopicPartition> closed) {
        int open = assignment.open();
        long bytes = assignment.openBytes();
        full = full ? !room.roomy(open, bytes) : room.reached(open, bytes);
        Set<TopicPartition> paused = consumer.paused();
        List<TopicPartition> pause = new ArrayList<>();
        List<TopicPartition> resume = new ArrayList<>();
        Set<TopicPartition> crowded = new HashSet<>();
        for (TopicPartition partition : assignment.partitions()) {
            boolean wide = assignment.windowFull(partition);
            if (wide) {
                crowded.add(partition);
            }
            boolean stop = full || wide || closed.test(partition);
            if (stop && !paused.contains(partition)) {
                pause.add(partition);
            } else if (!stop && paused.contains(partition)) {
                resume.add(partition);
            }
        }
        if (!pause.isEmpty()) {
            consumer.pause(pause);
        }
        if (!resume.isEmpty()) {
            consumer.resume(resume);
        }
        return crowded;
    }
}
