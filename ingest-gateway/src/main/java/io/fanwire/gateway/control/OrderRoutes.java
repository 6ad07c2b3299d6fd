package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Route;
import io.fanwire.schemas.DeliveryPartition;
import io.fanwire.schemas.JobRequest;
import io.fanwire.schemas.JobRequest.Selector;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /v1/subscriptions/{id}:skip} and {@code :retry-now}: what an ordered lane waits for is given up, or sent at once, by a job. */
public final class OrderRoutes {
    private static final int MOST_KEY = 1024;

    private final SubscriptionStore subscriptions;
    private final DeadLetterRoutes.Limits limits;
    private final NewJobs newJobs;

    public OrderRoutes(
            SubscriptionStore subscriptions, JobStore jobs, DeadLetterRoutes.Limits limits, InstantSource clock) {
        this.subscriptions = subscriptions;
        this.limits = limits;
        this.newJobs = new NewJobs(jobs, clock);
    }

    public List<Route> routes() {
        String one = "/v1/subscriptions/" + Route.variable("id");
        return List.of(
                new Route(
                        HttpMethod.POST,
                        one + ":skip",
                        SubscriptionRoutes.NEEDS,
                        limits.body(),
                        call -> ask(call, JobRequest.Kind.SKIP)),
                new Route(
                        HttpMethod.POST,
                        one + ":retry-now",
                        SubscriptionRoutes.NEEDS,
                        limits.body(),
                        call -> ask(call, JobRequest.Kind.RETRY_NOW)));
    }

    private CompletionStage<Answer> ask(Call call, JobRequest.Kind kind) {
        SubscriptionKey subscription = new SubscriptionKey(call.tenant(), call.variable("id"));
        Checked<Optional<String>> key = body(call).then(OrderRoutes::key);
        return key.then(given -> checked(subscription, given))
                .fold(selector -> start(call, kind, subscription, selector), OrderRoutes::refused);
    }

    private static Checked<ObjectNode> body(Call call) {
        return call.body().size() == 0 ? Checked.ok(JsonText.object()) : call.jsonBody();
    }

    private static Checked<Optional<String>> key(ObjectNode body) {
        FieldReader fields = new FieldReader(body, "");
        return fields.finish(fields.text("key", MOST_KEY, "invalid_key"));
    }

    private Checked<Selector> checked(SubscriptionKey subscription, Optional<String> key) {
        Optional<Subscription> found = subscriptions.find(subscription);
        if (found.isEmpty()) {
            return Checked.refused(Problem.notFound());
        }
        Subscription.Ordering ordering = found.get().ordering();
        if (ordering == Subscription.Ordering.NONE) {
            return Checked.refused(
                    Problem.of(409, "not_ordered", "The deliveries of this subscription wait for no others."));
        }
        if (ordering == Subscription.Ordering.KEY && key.isEmpty()) {
            return Checked.refused(Problem.field(
                    "/key", "invalid_key", "Each key of this subscription has an order of its own: say which."));
        }
        if (ordering == Subscription.Ordering.STRICT && key.isPresent()) {
            return Checked.refused(Problem.field(
                    "/key", "invalid_key", "All deliveries of this subscription have one order: leave this out."));
        }
        return Checked.ok(new Selector(
                Optional.of(subscription.id()), Optional.empty(), Optional.empty(), Optional.empty(), key));
    }

    private CompletionStage<Answer> start(
            Call call, JobRequest.Kind kind, SubscriptionKey subscription, Selector selector) {
        List<Integer> partitions = List.of(DeliveryPartition.of(subscription, limits.partitions()));
        return newJobs.start(call, new NewJobs.Wish(kind, partitions, selector, Optional.empty()));
    }

    private static CompletionStage<Answer> refused(Problem problem) {
        return CompletableFuture.completedStage(Answer.of(problem));
    }
}
