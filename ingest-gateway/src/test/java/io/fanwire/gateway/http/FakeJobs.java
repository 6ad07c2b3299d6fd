package io.fanwire.gateway.http;

import io.fanwire.gateway.control.JobStore;
import io.fanwire.schemas.Job;
import io.fanwire.schemas.JobRequest;
import io.fanwire.schemas.JobTable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Jobs in memory. */
final class FakeJobs implements JobStore {
    final JobTable table = new JobTable();
    volatile boolean away;

    @Override
    public Optional<Job> find(String id) {
        return table.find(id);
    }

    @Override
    public List<Job> page(String tenant, Optional<String> before, int limit) {
        return table.page(tenant, before, limit);
    }

    @Override
    public int running(String tenant) {
        return (int) table.all().stream().filter(job -> !job.finished()).count();
    }

    @Override
    public boolean redriven(int partition, long offset) {
        return table.redriven(partition, offset);
    }

    @Override
    public CompletionStage<Checked<Job>> save(JobRequest request) {
        if (away) {
            return CompletableFuture.completedStage(Checked.refused(Problem.unavailable("away")));
        }
        table.put(request);
        return CompletableFuture.completedStage(
                Checked.ok(table.find(request.id()).orElseThrow()));
    }
}
