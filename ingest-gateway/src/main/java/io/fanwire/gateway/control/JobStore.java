package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Checked;
import io.fanwire.schemas.Job;
import io.fanwire.schemas.JobRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Keeps jobs. Reading answers from memory; a job that was saved is seen by every read after it. */
public interface JobStore {
    Optional<Job> find(String id);

    /** Those of a tenant, newest first, from those made before one. */
    List<Job> page(String tenant, Optional<String> before, int limit);

    /** How many of a tenant have not ended. */
    int running(String tenant);

    /** Whether a dead letter was put back among the deliveries. */
    boolean redriven(int partition, long offset);

    /** Makes a job, or replaces it. The stage ends with how it stands, and never with an exception that was to be expected. */
    CompletionStage<Checked<Job>> save(JobRequest request);
}
