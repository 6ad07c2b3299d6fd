package io.fanwire.dispatcher.jobs;

import io.fanwire.runtime.Service;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.JobReader;
import io.fanwire.schemas.JobTable;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the jobs topic says, for all workers of a process. Any thread may look things up. */
public final class JobDirectory implements Jobs {
    private static final Logger log = LoggerFactory.getLogger(JobDirectory.class);

    private final JobTable table = new JobTable();
    private final CurrentCopy copy;

    public JobDirectory(Cluster cluster, String topic, AvroSerdes serdes, Offsets offsets) {
        JobReader reader = new JobReader(serdes.jobs(), table, log::warn);
        this.copy = new CurrentCopy("job-directory", topic, cluster, offsets, reader::take);
    }

    /** What reads the topic; it is to be started first. */
    public Service copy() {
        return copy;
    }

    @Override
    public JobTable table() {
        return table;
    }

    @Override
    public CompletionStage<Void> current(int partition) {
        return copy.current(partition);
    }
}
