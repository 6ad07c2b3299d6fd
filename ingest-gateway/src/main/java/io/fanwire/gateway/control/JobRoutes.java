package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Needs;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Route;
import io.fanwire.gateway.http.Scope;
import io.fanwire.schemas.Job;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /v1/jobs}: how work stands that takes a while, and its cancelling. */
public final class JobRoutes {
    /** Jobs come from orders about dead letters and about subscriptions. */
    private static final Needs NEEDS = Needs.scope(Scope.DLQ, Scope.SUBSCRIPTIONS);

    private final JobStore jobs;
    private final Paging paging;

    /** {@code cursorKey} is the same for all gateways of an installation. */
    public JobRoutes(JobStore jobs, byte[] cursorKey) {
        this.jobs = jobs;
        this.paging = new Paging(new Cursors(cursorKey));
    }

    public List<Route> routes() {
        String all = "/v1/jobs";
        String one = all + "/" + Route.variable("id");
        return List.of(
                new Route(HttpMethod.GET, all, NEEDS, 0, call -> done(list(call))),
                new Route(HttpMethod.GET, one, NEEDS, 0, call -> done(get(call))),
                new Route(HttpMethod.POST, one + "(?::|%3[Aa])cancel", NEEDS, 0, this::cancel));
    }

    private Answer list(Call call) {
        return paging.read(call)
                .fold(
                        page -> paging.answer(
                                call,
                                jobs.page(call.tenant(), page.after(), page.limit() + 1),
                                page.limit(),
                                JobJson::of,
                                job -> job.request().id()),
                        Answer::of);
    }

    private Answer get(Call call) {
        return find(call).map(job -> Answer.json(200, JobJson.of(job))).orElseGet(() -> Answer.of(Problem.notFound()));
    }

    /** A job that has ended stays as it is. */
    private CompletionStage<Answer> cancel(Call call) {
        Optional<Job> found = find(call);
        if (found.isEmpty()) {
            return done(Answer.of(Problem.notFound()));
        }
        Job job = found.get();
        return job.finished()
                ? done(Answer.json(200, JobJson.of(job)))
                : jobs.save(job.request().cancel())
                        .thenApply(
                                saved -> saved.fold(cancelled -> Answer.json(200, JobJson.of(cancelled)), Answer::of));
    }

    /** The answer to a call that made a job. */
    static Answer accepted(Checked<Job> made) {
        return made.fold(
                job -> Answer.json(202, JobJson.of(job))
                        .with("Location", "/v1/jobs/" + job.request().id()),
                Answer::of);
    }

    private Optional<Job> find(Call call) {
        return jobs.find(call.variable("id"))
                .filter(job -> job.request().tenant().equals(call.tenant()));
    }

    private static CompletionStage<Answer> done(Answer answer) {
        return CompletableFuture.completedStage(answer);
    }
}
