package io.fanwire.dispatcher.jobs;

import io.fanwire.schemas.JobTable;
import java.util.concurrent.CompletionStage;

/** What tenants asked for, and how far it is. Any thread may look things up. */
public interface Jobs {
    JobTable table();

    /**
     * Ends when the table shows all that former owners of a partition wrote to it. To be asked for after the partition was taken over:
     * then they write no more, and what one of them left undecided ends with its transaction, which this waits for.
     */
    CompletionStage<Void> current(int partition);
}
