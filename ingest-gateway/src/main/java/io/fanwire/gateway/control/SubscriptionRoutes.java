package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.control.SubscriptionStore.Leave;
import io.fanwire.gateway.control.SubscriptionStore.Remove;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Route;
import io.fanwire.schemas.Ids;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** {@code /v1/subscriptions}: create, replace, read, list, delete. */
public final class SubscriptionRoutes {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,127}");
    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST_LIMIT = 250;

    private final SubscriptionStore store;
    private final SubscriptionChanges changes;
    private final TopicCatalog topics;
    private final SubscriptionReader reader;
    private final SubscriptionWriter writer;
    private final Cursors cursors;
    private final int bodyLimit;

    /** {@code cursorKey} is the same for all gateways of an installation. */
    public SubscriptionRoutes(
            SubscriptionStore store, TopicCatalog topics, SubscriptionRules rules, byte[] cursorKey, int bodyLimit) {
        this.store = store;
        this.changes = new SubscriptionChanges(store);
        this.topics = topics;
        this.reader = new SubscriptionReader(rules.urls(), rules.leastDelay());
        this.writer = new SubscriptionWriter(rules.sealer(), rules.clock(), rules.perTenant());
        this.cursors = new Cursors(cursorKey);
        this.bodyLimit = bodyLimit;
    }

    public List<Route> routes() {
        String all = "/v1/subscriptions";
        String one = all + "/" + Route.variable("id");
        return List.of(
                new Route(HttpMethod.GET, all, 0, call -> done(list(call))),
                new Route(HttpMethod.POST, all, bodyLimit, this::create),
                new Route(HttpMethod.GET, one, 0, call -> done(get(call))),
                new Route(HttpMethod.PUT, one, bodyLimit, this::put),
                new Route(HttpMethod.DELETE, one, 0, this::delete));
    }

    private CompletionStage<Answer> create(Call call) {
        return save(call, new SubscriptionKey(call.tenant(), Ids.subscription()));
    }

    private CompletionStage<Answer> put(Call call) {
        SubscriptionKey key = key(call);
        return ID.matcher(key.id()).matches()
                ? save(call, key)
                : done(Answer.of(Problem.field(
                        "", "invalid_id", "An id is up to 128 of A-Z a-z 0-9 . _ - and does not start with a dot.")));
    }

    private CompletionStage<Answer> save(Call call, SubscriptionKey key) {
        return call.jsonBody()
                .then(reader::read)
                .fold(
                        draft -> topicOf(draft).thenCompose(problem -> problem.map(
                                        missing -> CompletableFuture.completedStage(Answer.of(missing)))
                                .orElseGet(() -> changes.answer(
                                        key, present -> writer.save(key, draft, present, call.header("if-match"))))),
                        problem -> done(Answer.of(problem)));
    }

    /** Why the topic of a draft cannot be subscribed to. */
    private CompletionStage<Optional<Problem>> topicOf(SubscriptionDraft draft) {
        return draft.topic()
                .filter(topic -> !topics.known(topic))
                .map(topic -> topics.find(topic)
                        .thenApply(found -> found.fold(there -> Optional.<Problem>empty(), Optional::of)))
                .orElseGet(() -> CompletableFuture.completedStage(Optional.empty()));
    }

    private CompletionStage<Answer> delete(Call call) {
        return changes.answer(key(call), present -> {
            if (present.subscription().isPresent()) {
                return new Remove();
            }
            return new Leave(present.deleted() ? Optional.empty() : Optional.of(Problem.notFound()));
        });
    }

    private Answer get(Call call) {
        return store.find(key(call))
                .map(found -> Answer.json(200, SubscriptionJson.of(found)).with("ETag", SubscriptionJson.etag(found)))
                .orElseGet(() -> Answer.of(Problem.notFound()));
    }

    private Answer list(Call call) {
        Optional<String> cursor = call.parameter("cursor");
        Optional<String> after = cursor.flatMap(text -> cursors.read(call.tenant(), text));
        if (cursor.isPresent() && after.isEmpty()) {
            return Answer.of(Problem.field("/cursor", "invalid_cursor", "This is not a cursor of this list."));
        }
        return limit(call).fold(limit -> page(call.tenant(), after, limit), Answer::of);
    }

    private Answer page(String tenant, Optional<String> after, int limit) {
        List<Subscription> found = store.page(tenant, after, limit + 1);
        List<Subscription> page = found.subList(0, Math.min(limit, found.size()));
        ObjectNode body = JsonText.object();
        ArrayNode data = body.putArray("data");
        page.forEach(subscription -> data.add(SubscriptionJson.of(subscription)));
        if (found.size() > limit) {
            body.put("next", cursors.after(tenant, page.get(limit - 1).key().id()));
        } else {
            body.putNull("next");
        }
        return Answer.json(200, body);
    }

    private static Checked<Integer> limit(Call call) {
        String text = call.parameter("limit").orElse(Integer.toString(DEFAULT_LIMIT));
        int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        return limit >= 1 && limit <= MOST_LIMIT
                ? Checked.ok(limit)
                : Checked.refused(
                        Problem.field("/limit", "invalid_limit", "This is a number from 1 to " + MOST_LIMIT + "."));
    }

    private static SubscriptionKey key(Call call) {
        return new SubscriptionKey(call.tenant(), call.variable("id"));
    }

    private static CompletionStage<Answer> done(Answer answer) {
        return CompletableFuture.completedStage(answer);
    }
}
