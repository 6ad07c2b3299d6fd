package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.control.EventHistory.Stored;
import io.fanwire.gateway.control.EventHistory.Wanted;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Needs;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Route;
import io.fanwire.gateway.http.Scope;
import io.fanwire.schemas.EventHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Events read back: a topic's in pages, or one by its id. A tenant finds its own, and of others not even that they are there. */
public final class HistoryRoutes {
    private static final Needs NEEDS = Needs.scope(Scope.EVENTS_READ);
    private static final Problem NO_CURSOR =
            Problem.field("/cursor", "invalid_cursor", "This is not a cursor of this list.");

    /** The id of an event that came without one: where it lies, dots written as {@code _}. */
    private static final Pattern PLACE = Pattern.compile("(.+)-([0-9]{1,9})-([0-9]{1,18})");

    private final EventHistory history;
    private final TopicCatalog topics;
    private final InstantSource clock;
    private final Paging paging;

    /** {@code cursorKey} is the same for all gateways of an installation. */
    public HistoryRoutes(EventHistory history, TopicCatalog topics, InstantSource clock, byte[] cursorKey) {
        this.history = history;
        this.topics = topics;
        this.clock = clock;
        this.paging = new Paging(new Cursors(cursorKey));
    }

    public List<Route> routes() {
        return List.of(
                new Route(HttpMethod.GET, "/v1/topics/" + Route.variable("topic") + "/events", NEEDS, 0, this::list),
                new Route(HttpMethod.GET, "/v1/events/" + Route.variable("id"), NEEDS, 0, this::one));
    }

    private CompletionStage<Answer> list(Call call) {
        String topic = call.variable("topic");
        return topic(call, topic).thenCompose(found -> found.then(there -> paging.read(call))
                .fold(page -> page(call, topic, page), HistoryRoutes::refused));
    }

    private CompletionStage<Answer> page(Call call, String topic, Paging.Page page) {
        Optional<Marks> from = page.after().flatMap(text -> marks(topic, text));
        if (page.after().isPresent() && from.isEmpty()) {
            return refused(NO_CURSOR);
        }
        return HistoryQuery.events(call)
                .fold(
                        query -> history.page(topic, query, from, page.limit())
                                .thenApply(result -> result.fold(found -> answer(call, topic, found), Answer::of)),
                        HistoryRoutes::refused);
    }

    private Answer answer(Call call, String topic, EventHistory.Page page) {
        long bytes = page.events().stream().mapToLong(Stored::size).sum();
        List<ObjectNode> items = page.events().stream().map(EventJson::of).toList();
        return call.room().test(bytes)
                ? paging.answer(call, items, page.next().map(marks -> topic + "/" + marks))
                : Answer.of(Problem.overloaded());
    }

    /** A cursor is for the topic that it was made for. */
    private static Optional<Marks> marks(String topic, String text) {
        return text.startsWith(topic + "/") ? Marks.parse(text.substring(topic.length() + 1)) : Optional.empty();
    }

    private CompletionStage<Answer> one(Call call) {
        String id = call.variable("id");
        if (!EventHeaders.usableId(id)) {
            return refused(Problem.notFound());
        }
        return readable(call)
                .thenCompose(found -> found.fold(
                        names -> HistoryQuery.event(call, id, clock.instant())
                                .fold(wanted -> lookUp(call, names, wanted), HistoryRoutes::refused),
                        HistoryRoutes::refused));
    }

    /** First where the id itself says, if it does, then in the time that is meant. */
    private CompletionStage<Answer> lookUp(Call call, List<String> names, Wanted wanted) {
        return search(names, wanted)
                .thenApply(found -> found.fold(
                        event -> event.map(stored -> answer(call, stored))
                                .orElseGet(() -> Answer.of(Problem.notFound())),
                        Answer::of));
    }

    private CompletionStage<Checked<Optional<Stored>>> search(List<String> names, Wanted wanted) {
        return atItsPlace(names, wanted)
                .thenCompose(found -> found.fold(Optional::isEmpty, problem -> false)
                        ? history.find(names, wanted)
                        : CompletableFuture.completedStage(found));
    }

    private static Answer answer(Call call, Stored stored) {
        return call.room().test(stored.size())
                ? Answer.json(200, EventJson.of(stored))
                : Answer.of(Problem.overloaded());
    }

    private CompletionStage<Checked<Optional<Stored>>> atItsPlace(List<String> names, Wanted wanted) {
        Matcher place = PLACE.matcher(wanted.id());
        Optional<String> topic = place.matches()
                ? names.stream()
                        .filter(name -> name.replace('.', '_').equals(place.group(1)))
                        .findFirst()
                : Optional.empty();
        return topic.map(name -> history.at(name, Integer.parseInt(place.group(2)), Long.parseLong(place.group(3)))
                        .thenApply(found -> found.map(there ->
                                there.filter(stored -> stored.event().id().equals(wanted.id())
                                        && stored.event().tenant().equals(wanted.tenant())))))
                .orElseGet(() -> CompletableFuture.completedStage(Checked.ok(Optional.<Stored>empty())));
    }

    /** The topic of the query, else all that the tenant may use. */
    private CompletionStage<Checked<List<String>>> readable(Call call) {
        Optional<String> named = call.parameter("topic");
        return named.isPresent()
                ? topic(call, named.get()).thenApply(found -> found.map(name -> List.of(name)))
                : topics.list()
                        .thenApply(found -> found.map(all -> all.stream()
                                .map(EventTopic::name)
                                .filter(name -> mayRead(call, name))
                                .toList()));
    }

    private CompletionStage<Checked<String>> topic(Call call, String name) {
        if (!mayRead(call, name)) {
            return CompletableFuture.completedStage(Checked.refused(Problem.unknownTopic()));
        }
        return topics.find(name).thenApply(found -> found.map(EventTopic::name));
    }

    private boolean mayRead(Call call, String topic) {
        return call.namedTenant()
                .map(tenant -> topics.grant(topic).includes(tenant))
                .orElse(true);
    }

    private static CompletionStage<Answer> refused(Problem problem) {
        return CompletableFuture.completedStage(Answer.of(problem));
    }
}
