package io.fanwire.dispatcher.jobs;

import io.fanwire.runtime.Service;
import io.fanwire.runtime.TopicCopy;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.JobReader;
import io.fanwire.schemas.JobTable;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The full copy of the jobs topic, one for all workers of a process. Any thread may look things up. */
public final class JobDirectory implements Jobs, Service {
    private static final Logger log = LoggerFactory.getLogger(JobDirectory.class);

    private final String topic;
    private final JobTable table = new JobTable();
    private final TopicCopy copy;
    private final Offsets offsets;

    public JobDirectory(Cluster cluster, String topic, AvroSerdes serdes, Offsets offsets) {
        this(TopicCopy.consumer("job-directory", cluster.clientProperties(), Map.of()), topic, serdes, offsets);
    }

    JobDirectory(Consumer<String, byte[]> consumer, String topic, AvroSerdes serdes, Offsets offsets) {
        JobReader reader = new JobReader(serdes.jobs(), table, log::warn);
        this.topic = topic;
        this.copy = new TopicCopy("job-directory", topic, consumer, reader::take);
        this.offsets = offsets;
    }

    @Override
    public JobTable table() {
        return table;
    }

    @Override
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
        return "job-directory";
    }

    @Override
    public void close() {
        copy.close();
    }
}
