package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.control.SubscriptionStore.Leave;
import io.fanwire.gateway.control.SubscriptionStore.Remove;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Needs;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Route;
import io.fanwire.gateway.http.Scope;
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
    static final Needs NEEDS = Needs.scope(Scope.SUBSCRIPTIONS);

    private final SubscriptionStore store;
    private final Standing standing;
    private final SubscriptionChanges changes;
    private final TopicCatalog topics;
    private final CallbackUrls urls;
    private final SubscriptionReader reader;
    private final SubscriptionWriter writer;
    private final Paging paging;
    private final int bodyLimit;

    /** {@code cursorKey} is the same for all gateways of an installation. */
    public SubscriptionRoutes(
            SubscriptionStore store,
            Standing standing,
            TopicCatalog topics,
            SubscriptionRules rules,
            byte[] cursorKey,
            int bodyLimit) {
        this.store = store;
        this.standing = standing;
        this.changes = new SubscriptionChanges(store);
        this.topics = topics;
        this.urls = rules.urls();
        this.reader = new SubscriptionReader(rules.urls(), rules.leastDelay());
        this.writer = new SubscriptionWriter(rules.sealer(), rules.clock(), rules.perTenant());
        this.paging = new Paging(new Cursors(cursorKey));
        this.bodyLimit = bodyLimit;
    }

    public List<Route> routes() {
        String all = "/v1/subscriptions";
        String one = all + "/" + Route.variable("id");
        return List.of(
                new Route(HttpMethod.GET, all, NEEDS, 0, call -> done(list(call))),
                new Route(HttpMethod.POST, all, NEEDS, bodyLimit, this::create),
                new Route(HttpMethod.GET, one, NEEDS, 0, call -> done(get(call))),
                new Route(HttpMethod.PUT, one, NEEDS, bodyLimit, this::put),
                new Route(HttpMethod.DELETE, one, NEEDS, 0, this::delete));
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
                        draft -> problem(key.tenant(), draft).thenCompose(problem -> problem.map(
                                        refused -> CompletableFuture.completedStage(Answer.of(refused)))
                                .orElseGet(() -> changes.answer(
                                        key, present -> writer.save(key, draft, present, call.header("if-match"))))),
                        problem -> done(Answer.of(problem)));
    }

    /** What only others can say against a draft: the topics there are, and the name servers. */
    private CompletionStage<Optional<Problem>> problem(String tenant, SubscriptionDraft draft) {
        return topicOf(tenant, draft)
                .thenCompose(missing -> missing.isPresent()
                        ? CompletableFuture.completedStage(missing)
                        : urls.problem("/url", draft.url()))
                .thenCompose(problem -> draft.access()
                        .tokenUrl()
                        .filter(url -> problem.isEmpty())
                        .map(url -> urls.problem("/auth/" + AuthReader.TOKEN_URL, url))
                        .orElseGet(() -> CompletableFuture.completedStage(problem)));
    }

    /** Why the topic of a draft cannot be subscribed to: it is not there, or not for this tenant, which takes as long to find out. */
    private CompletionStage<Optional<Problem>> topicOf(String tenant, SubscriptionDraft draft) {
        return draft.topic()
                .filter(topic -> !topics.known(topic) || !topics.grant(topic).includes(tenant))
                .map(topic -> topics.find(topic)
                        .thenApply(found -> found.fold(
                                there -> topics.grant(topic).includes(tenant)
                                        ? Optional.<Problem>empty()
                                        : Optional.of(Problem.unknownTopic()),
                                Optional::of)))
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
                .map(found -> Answer.json(200, shown(found)).with("ETag", SubscriptionJson.etag(found)))
                .orElseGet(() -> Answer.of(Problem.notFound()));
    }

    private ObjectNode shown(Subscription subscription) {
        ObjectNode json = SubscriptionJson.of(subscription);
        standing.suspension(subscription).ifPresent(suspension -> json.putObject("suspended")
                .put("reason", suspension.reason())
                .put("since", suspension.since().toString()));
        return json;
    }

    private Answer list(Call call) {
        return paging.read(call)
                .fold(
                        page -> paging.answer(
                                call,
                                store.page(call.tenant(), page.after(), page.limit() + 1),
                                page.limit(),
                                this::shown,
                                subscription -> subscription.key().id()),
                        Answer::of);
    }

    private static SubscriptionKey key(Call call) {
        return new SubscriptionKey(call.tenant(), call.variable("id"));
    }

    private static CompletionStage<Answer> done(Answer answer) {
        return CompletableFuture.completedStage(answer);
    }
}
