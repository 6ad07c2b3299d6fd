package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.Ids;
import io.fanwire.schemas.Job;
import io.fanwire.schemas.JobRequest;
import io.fanwire.schemas.JobRequest.Selector;
import io.fanwire.schemas.Subscription;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Begins jobs, some at a time for each tenant, and one for all requests with the same {@code Idempotency-Key}. */
final class NewJobs {
    private static final int MOST_RUNNING = 100;

    private final JobStore jobs;
    private final InstantSource clock;
    private final NewIds ids;

    NewJobs(JobStore jobs, InstantSource clock) {
        this.jobs = jobs;
        this.clock = clock;
        this.ids = new NewIds(clock);
    }

    /**
     * What a job is to do.
     *
     * @param partitions of the deliveries, whose owners do it
     * @param rateLimit most copies in a time, all partitions together
     */
    record Wish(
            JobRequest.Kind kind,
            List<Integer> partitions,
            Selector selector,
            Optional<Subscription.RateLimit> rateLimit) {}

    CompletionStage<Answer> start(Call call, Wish wish) {
        String id = ids.of(call, Ids.job(), known -> jobs.find(known).isPresent());
        Optional<Job> begun = jobs.find(id);
        if (begun.isPresent()) {
            return CompletableFuture.completedStage(JobRoutes.accepted(Checked.ok(begun.get())));
        }
        if (jobs.running(call.tenant()) >= MOST_RUNNING) {
            return CompletableFuture.completedStage(Answer.of(Problem.of(
                    409, "quota_exceeded", "A tenant has at most " + MOST_RUNNING + " jobs that have not ended.")));
        }
        JobRequest request = new JobRequest(
                id,
                call.tenant(),
                wish.kind(),
                wish.partitions(),
                wish.selector(),
                wish.rateLimit(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                false);
        return jobs.save(request).thenApply(JobRoutes::accepted);
    }
}
