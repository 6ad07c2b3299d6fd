package io.fanwire.dispatcher.jobs;

import io.fanwire.runtime.Service;
import io.fanwire.runtime.TopicCopy;
import io.fanwire.schemas.Cluster;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** The full copy of a topic that the owners of partitions write to, one for all workers of a process. */
public final class CurrentCopy implements Service {
    private final String name;
    private final String topic;
    private final TopicCopy copy;
    private final Offsets offsets;

    public CurrentCopy(String name, String topic, Cluster cluster, Offsets offsets, TopicCopy.Reader reader) {
        this.name = name;
        this.topic = topic;
        this.copy = new TopicCopy(name, topic, TopicCopy.consumer(name, cluster.clientProperties(), Map.of()), reader);
        this.offsets = offsets;
    }

    /**
     * Ends when everything is taken that former owners of a partition wrote to it. To be asked for after the partition was taken over:
     * then they write no more, and what one of them left undecided ends with its transaction, which this waits for.
     */
    public CompletionStage<Void> current(int partition) {
        return offsets.latest(new TopicPartition(topic, partition), IsolationLevel.READ_UNCOMMITTED)
                .thenCompose(end -> copy.taken(partition, end - 1));
    }

    /** Returns when everything that was there at the start is known. */
    @Override
    public void start() {
        copy.start();
    }

    @Override
    public boolean live() {
        return copy.live();
    }

    @Override
    public boolean ready() {
        return copy.ready();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        copy.close();
    }
}
