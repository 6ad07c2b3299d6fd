package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.control.SubscriptionStore.Decision;
import io.fanwire.gateway.control.SubscriptionStore.Leave;
import io.fanwire.gateway.control.SubscriptionStore.Present;
import io.fanwire.gateway.control.SubscriptionVetting.Asked;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** {@code /v1/subscriptions}: create, replace, patch, read, list, delete. */
public final class SubscriptionRoutes {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,127}");
    /** Beside what a callback takes: deciding twice, writing, looking up a name. */
    private static final Duration WRITING = Duration.ofSeconds(6);

    static final Needs NEEDS = Needs.scope(Scope.SUBSCRIPTIONS);

    private final SubscriptionStore store;
    private final Standing standing;
    private final SubscriptionRemoval removal;
    private final SubscriptionVetting vetting;
    private final CallbackUrls urls;
    private final SubscriptionReader reader;
    private final ExpressionReading reading;
    private final NewIds ids;
    private final SubscriptionWriter writer;
    private final VerifiedSaving saving;
    private final Paging paging;
    private final int bodyLimit;

    /** {@code cursorKey} is the same for all gateways of an installation. */
    public SubscriptionRoutes(
            SubscriptionStore store,
            Standing standing,
            TopicCatalog topics,
            SubscriptionRules rules,
            VerificationDesk desk,
            byte[] cursorKey,
            int bodyLimit) {
        this.store = store;
        this.standing = standing;
        this.removal = new SubscriptionRemoval(store, rules.urls());
        this.vetting = new SubscriptionVetting(topics, rules.urls());
        this.urls = rules.urls();
        this.reading = rules.reading();
        this.reader = new SubscriptionReader(rules.urls(), rules.leastDelay());
        this.writer = new SubscriptionWriter(rules.sealer(), rules.clock(), rules.most());
        this.ids = new NewIds(rules.clock());
        this.saving = new VerifiedSaving(new SubscriptionChanges(store), desk, rules.clock());
        this.paging = new Paging(new Cursors(cursorKey));
        this.bodyLimit = bodyLimit;
    }

    public List<Route> routes() {
        String all = "/v1/subscriptions";
        String one = all + "/" + Route.variable("id");
        return List.of(
                new Route(HttpMethod.GET, all, NEEDS, 0, call -> done(list(call))),
                new Route(HttpMethod.POST, all, NEEDS, bodyLimit, new Patient(this::create)),
                new Route(HttpMethod.DELETE, all, NEEDS, 0, removal::byUrl),
                new Route(HttpMethod.GET, one, NEEDS, 0, call -> done(get(call))),
                new Route(HttpMethod.PUT, one, NEEDS, bodyLimit, new Patient(this::put)),
                new Route(HttpMethod.PATCH, one, NEEDS, bodyLimit, new Patient(this::patch)),
                new Route(HttpMethod.DELETE, one, NEEDS, 0, call -> removal.one(call, key(call))));
    }

    /** A callback that is asked may take its time. */
    private record Patient(Route.Endpoint endpoint) implements Route.Endpoint {
        @Override
        public CompletionStage<Answer> answer(Call call) {
            return endpoint.answer(call);
        }

        @Override
        public Optional<Duration> answersWithin() {
            return Optional.of(TestDesk.WITHIN.plus(WRITING));
        }
    }

    private CompletionStage<Answer> create(Call call) {
        return save(
                call,
                tenant -> ids.of(call, Ids.subscription(), id -> store.find(new SubscriptionKey(tenant, id))
                        .isPresent()),
                SubscriptionRoutes::anew);
    }

    /** What a former try left is made anew, with the secret that its answer shows. */
    private static Present anew(Present present) {
        Optional<Subscription> old = present.subscription();
        return new Present(
                Optional.empty(),
                present.deleted(),
                present.ofTenant() - (old.isPresent() ? 1 : 0),
                present.expressions() - old.map(Subscription::expressionLength).orElse(0));
    }

    private CompletionStage<Answer> put(Call call) {
        String id = call.variable("id");
        return ID.matcher(id).matches()
                ? save(call, tenant -> id, UnaryOperator.identity())
                : done(Answer.of(Problem.field(
                        "", "invalid_id", "An id is up to 128 of A-Z a-z 0-9 . _ - and does not start with a dot.")));
    }

    private CompletionStage<Answer> save(Call call, UnaryOperator<String> idOf, UnaryOperator<Present> view) {
        return call.jsonBody()
                .fold(
                        body -> TenantAlias.take(call, body)
                                .fold(
                                        tenant -> ifRead(
                                                tenant,
                                                body,
                                                () -> save(
                                                        call,
                                                        new SubscriptionKey(tenant, idOf.apply(tenant)),
                                                        body,
                                                        view)),
                                        SubscriptionRoutes::no),
                        SubscriptionRoutes::no);
    }

    /** Goes on when it is known what the expressions of the body come to. */
    private CompletionStage<Answer> ifRead(String tenant, ObjectNode body, Supplier<CompletionStage<Answer>> then) {
        return reading.of(tenant, body)
                .thenCompose(problem -> problem.map(SubscriptionRoutes::no).orElseGet(then));
    }

    private CompletionStage<Answer> save(Call call, SubscriptionKey key, ObjectNode body, UnaryOperator<Present> view) {
        EntityTags tags = EntityTags.of(call);
        return reader.read(body)
                .fold(
                        draft -> ifVetted(
                                Asked.of(key.tenant(), draft),
                                () -> saving.answer(
                                        Saving.of(key, tags),
                                        (once, present) -> writer.save(once, draft, view.apply(present)))),
                        SubscriptionRoutes::no);
    }

    /** The patch is applied to what is there when its turn comes, so of two at once none undoes the other. */
    private CompletionStage<Answer> patch(Call call) {
        return call.jsonBody("application/merge-patch+json")
                .fold(
                        patch -> store.find(key(call))
                                .map(found -> ifRead(
                                        call.tenant(),
                                        SubscriptionPatch.applied(found, patch),
                                        () -> patch(call, patch)))
                                .orElseGet(() -> no(Problem.notFound())),
                        SubscriptionRoutes::no);
    }

    private CompletionStage<Answer> patch(Call call, ObjectNode patch) {
        EntityTags tags = EntityTags.of(call);
        SubscriptionKey key = key(call);
        return ifVetted(
                Asked.of(key.tenant(), patch),
                () -> saving.answer(Saving.of(key, tags), (once, present) -> patched(once, patch, present)));
    }

    private Decision patched(Saving once, ObjectNode patch, Present present) {
        if (present.subscription().isEmpty()) {
            return new Leave(Optional.of(Problem.notFound()));
        }
        return reader.read(SubscriptionPatch.applied(present.subscription().get(), patch))
                .fold(draft -> writer.save(once, draft, present), problem -> new Leave(Optional.of(problem)));
    }

    /** Goes on, unless those who must be asked have something against it. */
    private CompletionStage<Answer> ifVetted(Asked asked, Supplier<CompletionStage<Answer>> then) {
        return vetting.problem(asked).thenCompose(problem -> problem.map(refused -> done(Answer.of(refused)))
                .orElseGet(then));
    }

    private Answer get(Call call) {
        EntityTags tags = EntityTags.of(call);
        return store.find(key(call))
                .map(found -> {
                    String tag = SubscriptionJson.etag(found);
                    Answer answer = tags.hasAlready(tag) ? Answer.empty(304) : Answer.json(200, shown(found));
                    return answer.with("ETag", tag);
                })
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
                                store.page(call.tenant(), page.after(), page.limit() + 1, wanted(call)),
                                page.limit(),
                                this::shown,
                                subscription -> subscription.key().id()),
                        Answer::of);
    }

    private Predicate<Subscription> wanted(Call call) {
        Predicate<Subscription> ofTopic = filter(
                call, "topic", topic -> subscription -> subscription.topic().equals(Optional.of(topic)));
        return ofTopic.and(filter(call, "url", url -> SubscriptionRemoval.ofUrl(url, urls)));
    }

    private static Predicate<Subscription> filter(
            Call call, String parameter, Function<String, Predicate<Subscription>> filter) {
        return call.parameter(parameter).map(filter).orElse(any -> true);
    }

    private static SubscriptionKey key(Call call) {
        return new SubscriptionKey(call.tenant(), call.variable("id"));
    }

    private static CompletionStage<Answer> no(Problem problem) {
        return done(Answer.of(problem));
    }

    private static CompletionStage<Answer> done(Answer answer) {
        return CompletableFuture.completedStage(answer);
    }
}
