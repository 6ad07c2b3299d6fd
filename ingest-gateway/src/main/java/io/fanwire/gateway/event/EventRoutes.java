package io.fanwire.gateway.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.control.TopicCatalog;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.Needs;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Route;
import io.fanwire.gateway.http.Scope;
import io.fanwire.gateway.publish.EventLog;
import io.fanwire.gateway.publish.Published;
import io.fanwire.runtime.Metrics;
import io.fanwire.schemas.Event;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Publishing: one event or a batch, accepted once the broker has them. Bodies are read and handed to Kafka on publishing threads, as
 * both may take a moment; a call that was answered meanwhile is dropped.
 */
public final class EventRoutes {
    private static final Needs NEEDS = Needs.scope(Scope.EVENTS_WRITE);

    private final EventLimits limits;
    private final EventReader reader;
    private final TopicCatalog topics;
    private final EventLog log;
    private final Executor publishing;
    private final EventCounts counts;

    public EventRoutes(
            EventLimits limits,
            TopicCatalog topics,
            EventLog log,
            Executor publishing,
            InstantSource clock,
            Metrics metrics) {
        this.limits = limits;
        this.reader = new EventReader(limits, clock);
        this.topics = topics;
        this.log = log;
        this.publishing = publishing;
        this.counts = new EventCounts(metrics);
    }

    public List<Route> routes() {
        String events = "/v1/topics/" + Route.variable("topic") + "/events";
        return List.of(
                new Route(
                        HttpMethod.POST,
                        events,
                        NEEDS,
                        limits.body(),
                        counts.counting(call -> onTopic(call, this::one))),
                new Route(
                        HttpMethod.POST,
                        events + "(?::|%3[Aa])batch",
                        NEEDS,
                        limits.batch(),
                        counts.counting(call -> onTopic(call, this::batch))));
    }

    /** What to do with a call on a topic that is there. */
    private interface OnTopic {
        CompletionStage<Answer> answer(Call call, String topic);
    }

    private CompletionStage<Answer> onTopic(Call call, OnTopic work) {
        String topic = call.variable("topic");
        boolean open = call.caller()
                .tenant()
                .map(tenant -> topics.grant(topic).includes(tenant))
                .orElse(true);
        return open && topics.known(topic)
                ? publishing(call, topic, work)
                : topics.find(topic)
                        .thenCompose(found -> found.fold(
                                there -> open ? publishing(call, topic, work) : refused(Problem.unknownTopic()),
                                problem -> refused(problem)));
    }

    private CompletionStage<Answer> publishing(Call call, String topic, OnTopic work) {
        try {
            return CompletableFuture.supplyAsync(
                            () -> call.answered().getAsBoolean() ? refused(late()) : work.answer(call, topic),
                            publishing)
                    .thenCompose(Function.identity());
        } catch (RejectedExecutionException full) {
            return refused(Problem.overloaded());
        }
    }

    private CompletionStage<Answer> one(Call call, String topic) {
        return reader.one(call, topic)
                .then(event -> permitted(call, event))
                .fold(
                        event -> append(event)
                                .thenApply(result ->
                                        result.fold(json -> Answer.json(202, json), problem -> Answer.of(problem))),
                        EventRoutes::refused);
    }

    private CompletionStage<Answer> batch(Call call, String topic) {
        return reader.batch(call, topic).fold(items -> appendAll(call, items), EventRoutes::refused);
    }

    private CompletionStage<Answer> appendAll(Call call, List<Checked<Event>> items) {
        List<CompletableFuture<Checked<ObjectNode>>> results = new ArrayList<>();
        for (Checked<Event> item : items) {
            CompletionStage<Checked<ObjectNode>> result = item.then(event -> permitted(call, event))
                    .fold(
                            event -> call.answered().getAsBoolean()
                                    ? CompletableFuture.completedStage(Checked.<ObjectNode>refused(late()))
                                    : append(event),
                            problem -> CompletableFuture.completedStage(Checked.<ObjectNode>refused(problem)));
            results.add(result.toCompletableFuture());
        }
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        answer(results.stream().map(CompletableFuture::join).toList()));
    }

    /** Nobody publishes for a tenant that it does not act for, nor to a topic that is not for that tenant. */
    private Checked<Event> permitted(Call call, Event event) {
        return call.caller()
                .actFor(event.tenant())
                .then(tenant -> topics.grant(event.topic()).includes(tenant)
                        ? Checked.ok(event)
                        : Checked.refused(Problem.unknownTopic()));
    }

    /** 202 when every item was taken, 503 when Kafka took none, else 207: each item says for itself. */
    private Answer answer(List<Checked<ObjectNode>> results) {
        List<Problem> problems = results.stream()
                .flatMap(result -> result.fold(json -> List.<Problem>of(), List::of).stream())
                .toList();
        if (problems.size() == results.size() && problems.stream().allMatch(problem -> problem.status() == 503)) {
            return Answer.of(problems.get(0));
        }
        problems.forEach(counts::rejected);
        ObjectNode body = JsonText.object();
        ArrayNode list = body.putArray("results");
        for (int i = 0; i < results.size(); i++) {
            ObjectNode item = list.addObject().put("index", i);
            results.get(i).fold(json -> item.put("status", 202).setAll(json), problem -> item.setAll(problem.json()));
        }
        return Answer.json(problems.isEmpty() ? 202 : 207, body);
    }

    private CompletionStage<Checked<ObjectNode>> append(Event event) {
        return log.append(event).thenApply(result -> {
            result.fold(
                    published -> {
                        counts.accepted();
                        return true;
                    },
                    problem -> {
                        if (problem.status() == 404) {
                            topics.forget(event.topic());
                        }
                        return false;
                    });
            return result.map(published -> json(event, published));
        });
    }

    private static ObjectNode json(Event event, Published published) {
        return JsonText.object()
                .put("id", event.id())
                .put("topic", event.topic())
                .put("partition", published.partition())
                .put("offset", published.offset());
    }

    private static Problem late() {
        return Problem.unavailable("There was no time left to publish this.");
    }

    private static CompletionStage<Answer> refused(Problem problem) {
        return CompletableFuture.completedStage(Answer.of(problem));
    }
}
