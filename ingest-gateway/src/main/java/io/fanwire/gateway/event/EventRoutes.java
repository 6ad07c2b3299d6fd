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
import io.fanwire.gateway.once.IdempotencyKey;
import io.fanwire.gateway.once.Once;
import io.fanwire.gateway.once.Once.Placed;
import io.fanwire.gateway.once.Once.Wish;
import io.fanwire.gateway.publish.EventLog;
import io.fanwire.runtime.Metrics;
import io.fanwire.schemas.Event;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Publishing: one event or a batch, accepted once the broker has them. Bodies are read and handed to Kafka on publishing threads, as
 * both may take a moment; a call that was answered meanwhile is dropped. Events with an id of their own, and those of a call with an
 * {@code Idempotency-Key}, are published once; if a batch has one of them all its events go that way, to keep their order.
 */
public final class EventRoutes {
    private static final Needs NEEDS = Needs.scope(Scope.EVENTS_WRITE);

    private final EventLimits limits;
    private final EventReader reader;
    private final TopicCatalog topics;
    private final EventLog log;
    private final Once once;
    private final Executor publishing;
    private final EventCounts counts;

    public EventRoutes(
            EventLimits limits,
            TopicCatalog topics,
            EventLog log,
            Once once,
            Executor publishing,
            InstantSource clock,
            Metrics metrics) {
        this.limits = limits;
        this.reader = new EventReader(limits, clock);
        this.topics = topics;
        this.log = log;
        this.once = once;
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
                .then(sent -> permitted(call, sent))
                .fold(
                        sent -> published(call, List.of(sent))
                                .get(0)
                                .thenApply(result -> result.fold(
                                        placed -> Answer.json(202, json(JsonText.object(), placed)),
                                        problem -> Answer.of(problem))),
                        EventRoutes::refused);
    }

    private CompletionStage<Answer> batch(Call call, String topic) {
        return reader.batch(call, topic).fold(items -> appendAll(call, items), EventRoutes::refused);
    }

    private CompletionStage<Answer> appendAll(Call call, List<Checked<Sent>> items) {
        List<Checked<Sent>> checked = items.stream()
                .map(item -> item.then(sent -> permitted(call, sent)))
                .toList();
        Iterator<CompletionStage<Checked<Placed>>> published = published(
                        call,
                        checked.stream()
                                .flatMap(item -> item.fold(sent -> Stream.of(sent), problem -> Stream.<Sent>empty()))
                                .toList())
                .iterator();
        List<CompletableFuture<Checked<Placed>>> results = checked.stream()
                .map(item -> item.fold(
                                sent -> published.next(),
                                problem -> CompletableFuture.completedStage(Checked.<Placed>refused(problem)))
                        .toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        answer(results.stream().map(CompletableFuture::join).toList()));
    }

    /** Nobody publishes for a tenant that it does not act for, nor to a topic that is not for that tenant. */
    private Checked<Sent> permitted(Call call, Sent sent) {
        Event event = sent.event();
        return call.caller()
                .actFor(event.tenant())
                .then(tenant -> topics.grant(event.topic()).includes(tenant)
                        ? Checked.ok(sent)
                        : Checked.refused(Problem.unknownTopic()));
    }

    /** 202 when every item was taken, 503 when Kafka took none, else 207: each item says for itself. */
    private Answer answer(List<Checked<Placed>> results) {
        List<Problem> problems = new ArrayList<>();
        for (Checked<Placed> result : results) {
            result.fold(placed -> false, problems::add);
        }
        if (problems.size() == results.size() && problems.stream().allMatch(problem -> problem.status() == 503)) {
            return Answer.of(problems.get(0));
        }
        problems.forEach(counts::rejected);
        ObjectNode body = JsonText.object();
        ArrayNode list = body.putArray("results");
        for (int i = 0; i < results.size(); i++) {
            ObjectNode item = list.addObject().put("index", i);
            results.get(i)
                    .fold(placed -> json(item.put("status", 202), placed), problem -> item.setAll(problem.json()));
        }
        return Answer.json(problems.isEmpty() ? 202 : 207, body);
    }

    /** In their order, what came of each. */
    private List<CompletionStage<Checked<Placed>>> published(Call call, List<Sent> all) {
        Optional<IdempotencyKey> key = IdempotencyKey.of(call);
        if (key.isEmpty() && all.stream().noneMatch(Sent::ownId)) {
            List<CompletionStage<Checked<Placed>>> appended = new ArrayList<>(all.size());
            for (Sent sent : all) {
                appended.add(append(call, sent.event()));
            }
            return appended;
        }
        List<Wish> wishes = new ArrayList<>();
        for (Sent sent : all) {
            int index = wishes.size();
            wishes.add(new Wish(
                    sent.event(),
                    sent.ownId()
                            ? Optional.of(sent.byId())
                            : key.map(named -> sent.byKey(named.scope(), named.key(), index))));
        }
        List<CompletionStage<Checked<Placed>>> placed = once.publish(wishes);
        return IntStream.range(0, all.size())
                .mapToObj(i -> placed.get(i)
                        .thenApply(result -> counted(result, all.get(i).event().topic())))
                .toList();
    }

    private CompletionStage<Checked<Placed>> append(Call call, Event event) {
        if (call.answered().getAsBoolean()) {
            return CompletableFuture.completedStage(Checked.refused(late()));
        }
        return log.append(event)
                .thenApply(result -> counted(
                        result.map(at -> new Placed(event.id(), event.topic(), at.partition(), at.offset())),
                        event.topic()));
    }

    /** A topic that is not there after all is looked for again the next time. */
    private Checked<Placed> counted(Checked<Placed> result, String topic) {
        result.fold(
                placed -> {
                    counts.accepted();
                    return true;
                },
                problem -> {
                    if (problem.status() == 404) {
                        topics.forget(topic);
                    }
                    return false;
                });
        return result;
    }

    private static ObjectNode json(ObjectNode json, Placed placed) {
        return json.put("id", placed.id())
                .put("topic", placed.topic())
                .put("partition", placed.partition())
                .put("offset", placed.offset());
    }

    private static Problem late() {
        return Problem.unavailable("There was no time left to publish this.");
    }

    private static CompletionStage<Answer> refused(Problem problem) {
        return CompletableFuture.completedStage(Answer.of(problem));
    }
}
