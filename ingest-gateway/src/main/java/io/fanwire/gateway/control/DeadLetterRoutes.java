package io.fanwire.gateway.control;

import io.fanwire.gateway.control.DeadLetterLog.Place;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.Needs;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Route;
import io.fanwire.gateway.http.Scope;
import io.fanwire.schemas.DeadLetter;
import io.fanwire.schemas.JobRequest;
import io.fanwire.schemas.SubscriptionKey;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** {@code /v1/dlq}: dead letters are listed, counted, and put back by a job. */
public final class DeadLetterRoutes {
    private final DeadLetterLog letters;
    private final JobStore jobs;
    private final SubscriptionStore subscriptions;
    private final Limits limits;
    private final NewJobs newJobs;
    private final Paging paging;

    /**
     * What an installation lays down.
     *
     * @param partitions of the delivery topics
     * @param body most bytes of a body
     */
    public record Limits(int partitions, int body) {}

    /** {@code cursorKey} is the same for all gateways of an installation. */
    public DeadLetterRoutes(
            DeadLetterLog letters,
            JobStore jobs,
            SubscriptionStore subscriptions,
            Limits limits,
            InstantSource clock,
            byte[] cursorKey) {
        this.letters = letters;
        this.jobs = jobs;
        this.subscriptions = subscriptions;
        this.limits = limits;
        this.newJobs = new NewJobs(jobs, clock);
        this.paging = new Paging(new Cursors(cursorKey));
    }

    public List<Route> routes() {
        String all = "/v1/dlq";
        return List.of(
                new Route(HttpMethod.GET, all, Needs.scope(Scope.DLQ), 0, this::list),
                new Route(
                        HttpMethod.POST,
                        all + "(?::|%3[Aa])redrive",
                        Needs.scope(Scope.DLQ),
                        limits.body(),
                        this::redrive));
    }

    private CompletionStage<Answer> list(Call call) {
        return paging.read(call)
                .then(page -> from(page).then(from -> RedriveReader.query(call)
                        .map(selector -> letters.page(call.tenant(), selector, from, page.limit()))))
                .fold(
                        stage -> stage.thenApply(result -> result.fold(found -> answer(call, found), Answer::of)),
                        DeadLetterRoutes::refused);
    }

    private static Checked<Place> from(Paging.Page page) {
        return page.after()
                .map(text -> Place.parse(text)
                        .map(Checked::ok)
                        .orElseGet(() -> Checked.refused(
                                Problem.field("/cursor", "invalid_cursor", "This is not a cursor of this list."))))
                .orElseGet(() -> Checked.ok(Place.START));
    }

    private Answer answer(Call call, DeadLetterLog.Page page) {
        return paging.answer(
                call,
                page.letters().stream()
                        .map(letter -> DeadLetterJson.of(letter, redriven(letter)))
                        .toList(),
                page.next().map(Place::toString));
    }

    private CompletionStage<Answer> redrive(Call call) {
        return call.jsonBody()
                .then(RedriveReader::body)
                .then(wish -> itsOwn(call, wish))
                .fold(wish -> wish.dryRun() ? count(call, wish) : start(call, wish), DeadLetterRoutes::refused);
    }

    /** The same answer for a subscription that is not there and for one of somebody else. */
    private Checked<RedriveReader.Wish> itsOwn(Call call, RedriveReader.Wish wish) {
        boolean absent = wish.selector()
                .subscription()
                .filter(id -> subscriptions
                        .find(new SubscriptionKey(call.tenant(), id))
                        .isEmpty())
                .isPresent();
        return absent ? Checked.refused(Problem.notFound()) : Checked.ok(wish);
    }

    /** Counts what a job would put back now: not those that are back, nor those whose subscription has ended. */
    private CompletionStage<Answer> count(Call call, RedriveReader.Wish wish) {
        return letters.count(call.tenant(), wish.selector(), this::sendable)
                .thenApply(result -> result.fold(
                        count -> Answer.json(
                                200, JsonText.object().put("dryRun", true).put("matched", count.passed())),
                        Answer::of));
    }

    private boolean sendable(DeadLetter letter) {
        return !redriven(letter)
                && subscriptions.find(letter.delivery().subscription()).isPresent();
    }

    private boolean redriven(DeadLetter letter) {
        return jobs.redriven(letter.partition(), letter.offset());
    }

    private CompletionStage<Answer> start(Call call, RedriveReader.Wish wish) {
        List<Integer> partitions =
                IntStream.range(0, limits.partitions()).boxed().toList();
        return newJobs.start(
                call, new NewJobs.Wish(JobRequest.Kind.REDRIVE, partitions, wish.selector(), wish.rateLimit()));
    }

    private static CompletionStage<Answer> refused(Problem problem) {
        return CompletableFuture.completedStage(Answer.of(problem));
    }
}
