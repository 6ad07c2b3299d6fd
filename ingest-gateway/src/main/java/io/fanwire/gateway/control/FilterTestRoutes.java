package io.fanwire.gateway.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.fanwire.expressions.EventView;
import io.fanwire.expressions.Filter;
import io.fanwire.expressions.Transform;
import io.fanwire.gateway.control.EventHistory.Query;
import io.fanwire.gateway.control.EventHistory.Stored;
import io.fanwire.gateway.control.EventHistory.Trial;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.Needs;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Problem.FieldError;
import io.fanwire.gateway.http.Route;
import io.fanwire.gateway.http.Scope;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.Payload;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code /v1/filters:test}: what a filter would let through and a transform make of it, before any subscription has them. Calls come on the event loop; reading and
 * running expressions is done elsewhere.
 */
public final class FilterTestRoutes implements Route.Endpoint {
    private static final Needs NEEDS = Needs.scope(Scope.EVENTS_READ);
    private static final String SAMPLE_TOPIC = "sample";
    private static final int MOST_EVENT = 64 * 1024;

    private final EventHistory history;
    private final TopicCatalog topics;
    private final SampleReader samples;
    private final InstantSource clock;
    private final int bodyLimit;
    private final ExpressionReading reading;
    private final Set<String> looking = ConcurrentHashMap.newKeySet();
    private final TestPace<String> pace = new TestPace<>("filter-test", 20, Duration.ofSeconds(1));

    /** Reads an event as it would be read if it were published. */
    @FunctionalInterface
    public interface SampleReader {
        Checked<Event> read(byte[] json, String topic, String tenant);
    }

    public FilterTestRoutes(
            EventHistory history,
            TopicCatalog topics,
            SampleReader samples,
            ExpressionReading reading,
            InstantSource clock,
            int bodyLimit) {
        this.history = history;
        this.topics = topics;
        this.samples = samples;
        this.reading = reading;
        this.clock = clock;
        this.bodyLimit = bodyLimit;
    }

    public List<Route> routes() {
        return List.of(new Route(HttpMethod.POST, "/v1/filters(?::|%3[Aa])test", NEEDS, bodyLimit, this));
    }

    @Override
    public Optional<Duration> answersWithin() {
        return Optional.of(KafkaEventHistory.WITHIN.multipliedBy(2));
    }

    @Override
    public CompletionStage<Answer> answer(Call call) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<Problem> early = pace.take(call.tenant(), now, "Filters can be tried about once a second.");
        if (early.isPresent()) {
            return no(early.get());
        }
        return reading.run(call.tenant(), () -> tried(call, now))
                .thenCompose(done -> done.fold(tried -> tried, FilterTestRoutes::no));
    }

    private CompletionStage<Answer> tried(Call call, Instant now) {
        return call.answered().getAsBoolean()
                ? no(Problem.overloaded())
                : call.jsonBody()
                        .then(FilterTrial::read)
                        .fold(
                                trial -> trial.event()
                                        .<CompletionStage<Answer>>map(
                                                given -> CompletableFuture.completedStage(onEvent(call, trial, given)))
                                        .orElseGet(() -> onHistory(call, trial, now)),
                                FilterTestRoutes::no);
    }

    private Answer onEvent(Call call, FilterTrial trial, JsonNode given) {
        byte[] json = JsonText.bytes(given);
        if (json.length > MOST_EVENT) {
            return Answer.of(Problem.field(
                    "/event", "event_too_large", "An event to try a filter on has at most " + MOST_EVENT + " bytes."));
        }
        return samples.read(json, trial.topic().orElse(SAMPLE_TOPIC), call.tenant())
                .fold(event -> answer(call, trial, event), problem -> Answer.of(inside(problem)));
    }

    /** What is wrong with an event is wrong with a member of this body. */
    private static Problem inside(Problem problem) {
        return problem.errors().isEmpty()
                ? problem
                : Problem.fields(problem.errors().stream()
                        .map(error -> new FieldError("/event" + error.pointer(), error.code(), error.detail()))
                        .toList());
    }

    private static Answer answer(Call call, FilterTrial trial, Event event) {
        EventView view = new EventView(event);
        ObjectNode json = JsonText.object();
        if (trial.filter().isEmpty()) {
            json.put("matches", true);
        }
        trial.filter().ifPresent(filter -> {
            put(json, filter.test(view));
            ArrayNode clauses = json.putArray("clauses");
            for (Filter clause : filter.clauses()) {
                put(clauses.addObject().put("filter", clause.text()), clause.test(view));
            }
        });
        return trial.transform()
                        .map(transform -> made(call, json, transform.of(view)))
                        .orElse(true)
                ? Answer.json(200, json)
                : Answer.of(Problem.overloaded());
    }

    private static ObjectNode put(ObjectNode json, Filter.Verdict verdict) {
        json.put("matches", verdict.matches());
        verdict.failure().ifPresent(why -> json.put("failure", why));
        return json;
    }

    /** Answers false where there is no room for what a transform made. */
    private static boolean made(Call call, ObjectNode json, Transform.Made made) {
        if (!call.room()
                .test(2 * made.bodies().stream().mapToLong(Payload::size).sum())) {
            return false;
        }
        made.failure().ifPresent(why -> json.put("transformFailure", why));
        if (made.failure().isEmpty()) {
            ArrayNode bodies = json.putArray("bodies");
            made.bodies().forEach(body -> bodies.addRawValue(new RawValue(new String(body.bytes(), UTF_8))));
        }
        return true;
    }

    private CompletionStage<Answer> onHistory(Call call, FilterTrial trial, Instant now) {
        String topic = trial.topic().orElseThrow();
        if (!call.namedTenant()
                .map(tenant -> topics.grant(topic).includes(tenant))
                .orElse(true)) {
            return no(Problem.unknownTopic());
        }
        if (!looking.add(call.tenant())) {
            return no(Problem.of(429, "rate_limited", "A filter is being tried on what this tenant published.")
                    .with("Retry-After", "1"));
        }
        Instant from = now.minus(trial.last().orElseThrow());
        Query query = new Query(call.tenant(), Optional.of(from), Optional.empty(), Optional.empty());
        return topics.find(topic)
                .thenCompose(found -> found.fold(
                        there -> history.trial(there.name(), query, trial.filter(), call.answered())
                                .thenApply(tried ->
                                        tried.fold(came -> answer(call, from, came, trial.transform()), Answer::of)),
                        FilterTestRoutes::no))
                .whenComplete((answer, failure) -> looking.remove(call.tenant()));
    }

    private static Answer answer(Call call, Instant from, Trial trial, Optional<Transform> transform) {
        if (!call.room().test(trial.examples().stream().mapToLong(Stored::size).sum())) {
            return Answer.of(Problem.overloaded());
        }
        ObjectNode json = JsonText.object()
                .put("looked", trial.looked())
                .put("matched", trial.matched())
                .put("failed", trial.failed())
                .put("from", from.toString())
                .put("complete", trial.complete());
        ArrayNode events = json.putArray("events");
        for (Stored stored : trial.examples()) {
            ObjectNode example = EventJson.of(stored);
            events.add(example);
            if (!transform
                    .map(tried -> made(call, example, tried.of(new EventView(stored.event()))))
                    .orElse(true)) {
                return Answer.of(Problem.overloaded());
            }
        }
        return Answer.json(200, json);
    }

    private static CompletionStage<Answer> no(Problem problem) {
        return CompletableFuture.completedStage(Answer.of(problem));
    }
}
