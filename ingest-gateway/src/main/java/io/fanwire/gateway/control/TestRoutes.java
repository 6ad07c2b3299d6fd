package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Route;
import io.fanwire.runtime.DurationText;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.TestResult;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /v1/subscriptions/{id}:test}: one event to one callback, now, and what came back. */
public final class TestRoutes implements Route.Endpoint {
    private static final Duration SLACK = Duration.ofMillis(500);

    private final SubscriptionStore subscriptions;
    private final TestDesk desk;
    private final ExpressionReading reading;
    private final InstantSource clock;
    private final int bodyLimit;
    /** Owned by the event loop of the gateway. */
    private final TestPace<SubscriptionKey> pace = new TestPace<>("test", 5, Duration.ofSeconds(6));

    public TestRoutes(
            SubscriptionStore subscriptions,
            TestDesk desk,
            ExpressionReading reading,
            InstantSource clock,
            int bodyLimit) {
        this.reading = reading;
        this.subscriptions = subscriptions;
        this.desk = desk;
        this.clock = clock;
        this.bodyLimit = bodyLimit;
    }

    public List<Route> routes() {
        return List.of(new Route(
                HttpMethod.POST,
                "/v1/subscriptions/" + Route.variable("id") + "(?::|%3[Aa])test",
                SubscriptionRoutes.NEEDS,
                bodyLimit,
                this));
    }

    /** A callback may take its time. */
    @Override
    public Optional<Duration> answersWithin() {
        return Optional.of(TestDesk.WITHIN.plus(SLACK));
    }

    @Override
    public CompletionStage<Answer> answer(Call call) {
        Optional<Subscription> found = subscriptions.find(new SubscriptionKey(call.tenant(), call.variable("id")));
        if (found.isEmpty()) {
            return no(Problem.notFound());
        }
        Checked<ObjectNode> body = call.body().size() == 0 ? Checked.ok(JsonText.object()) : call.jsonBody();
        return body.then(TestEvent::read).fold(event -> send(found.get(), event), TestRoutes::no);
    }

    private CompletionStage<Answer> send(Subscription subscription, TestEvent event) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<Problem> tooOften =
                pace.take(subscription.key(), now, "A subscription can be tested a few times a minute.");
        if (tooOften.isPresent()) {
            return no(tooOften.get());
        }
        return made(subscription, event, now)
                .thenCompose(made -> made.fold(
                        test -> desk.send(test)
                                .thenApply(result ->
                                        result.fold(came -> Answer.json(200, json(test, event, came)), Answer::of)),
                        TestRoutes::no));
    }

    /** Where it takes an expression that is not done by the event loop. */
    private CompletionStage<Checked<Delivery>> made(Subscription subscription, TestEvent event, Instant now) {
        long position = subscriptions.position();
        return subscription.shape().transform().isEmpty()
                ? CompletableFuture.completedStage(event.delivery(subscription, position, now))
                : reading.run(subscription.key().tenant(), () -> event.delivery(subscription, position, now))
                        .thenApply(done -> done.then(made -> made));
    }

    private static ObjectNode json(Delivery test, TestEvent event, TestResult result) {
        ObjectNode json = JsonText.object()
                .put("event", test.origin().eventId())
                .put("type", event.type())
                .put("outcome", result.outcome());
        result.status().ifPresent(status -> json.put("status", status));
        result.reason().ifPresent(reason -> json.put("reason", reason));
        result.message().ifPresent(message -> json.put("message", message));
        result.response().ifPresent(response -> json.put("response", response));
        return json.put("at", result.at().toString()).put("latency", DurationText.format(result.took()));
    }

    private static CompletionStage<Answer> no(Problem problem) {
        return CompletableFuture.completedStage(Answer.of(problem));
    }
}
