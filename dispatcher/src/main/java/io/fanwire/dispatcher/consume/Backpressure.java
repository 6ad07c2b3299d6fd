package io.fanwire.dispatcher.consume;

import java.util.ArrayList;
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
    private final int maxOpen;
    private boolean full;

    /**
     * Nothing is paused at first.
     *
     * @param maxOpen from so many open records on all pause, until seven tenths are left
     */
    Backpressure(Consumer<byte[], byte[]> consumer, Assignment assignment, int maxOpen) {
        this.consumer = consumer;
        this.assignment = assignment;
        this.maxOpen = maxOpen;
    }

    void apply(Predicate<TopicPartition> closed) {
        int open = assignment.open();
        full = full ? open > maxOpen * 7 / 10 : open >= maxOpen;
        Set<TopicPartition> paused = consumer.paused();
        List<TopicPartition> pause = new ArrayList<>();
        List<TopicPartition> resume = new ArrayList<>();
        for (TopicPartition partition : assignment.partitions()) {
            boolean stop = full || closed.test(partition) || assignment.windowFull(partition);
            if (stop && !paused.contains(partition)) {
                pause.add(partition);
            } else if (!stop && paused.contains(partition)) {
                resume.add(partition);
            }
        }
        consumer.pause(pause);
        consumer.resume(resume);
    }
}
