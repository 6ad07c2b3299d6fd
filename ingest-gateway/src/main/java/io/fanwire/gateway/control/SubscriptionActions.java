package io.fanwire.gateway.control;

import io.fanwire.gateway.control.SubscriptionStore.Decision;
import io.fanwire.gateway.control.SubscriptionStore.Leave;
import io.fanwire.gateway.control.SubscriptionStore.Save;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Route;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** {@code /v1/subscriptions/{id}:…}: rotate the secret, pause, go on. */
public final class SubscriptionActions {
    private static final String COLON = "(?::|%3[Aa])";

    private final SubscriptionChanges changes;
    private final SubscriptionRules rules;
    private final int bodyLimit;

    public SubscriptionActions(SubscriptionStore store, SubscriptionRules rules, int bodyLimit) {
        this.changes = new SubscriptionChanges(store);
        this.rules = rules;
        this.bodyLimit = bodyLimit;
    }

    public List<Route> routes() {
        String one = "/v1/subscriptions/" + Route.variable("id");
        return List.of(
                new Route(
                        HttpMethod.POST,
                        one + COLON + "rotate-secret",
                        SubscriptionRoutes.NEEDS,
                        bodyLimit,
                        this::rotate),
                new Route(
                        HttpMethod.POST,
                        one + COLON + "enable",
                        SubscriptionRoutes.NEEDS,
                        0,
                        call -> switched(call, true)),
                new Route(
                        HttpMethod.POST,
                        one + COLON + "disable",
                        SubscriptionRoutes.NEEDS,
                        0,
                        call -> switched(call, false)));
    }

    private CompletionStage<Answer> rotate(Call call) {
        Checked<SecretRotation> wanted = call.body().size() == 0
                ? SecretRotation.usual()
                : call.jsonBody().then(SecretRotation::read);
        return wanted.fold(
                rotation -> change(call, (subscription, now) -> rotated(subscription, rotation, now)),
                problem -> CompletableFuture.completedStage(Answer.of(problem)));
    }

    private Decision rotated(Subscription subscription, SecretRotation rotation, Instant now) {
        if (!subscription.signing().style().signs()) {
            return new Leave(Optional.of(Problem.of(409, "not_signed", "This subscription has no signing secret.")));
        }
        return rotation.fresh(subscription.signing().style())
                .fold(
                        fresh -> {
                            Subscription.Signing signing = rotation.applied(subscription, fresh, rules.sealer(), now);
                            return new Save(subscription.with(signing, now), false, Optional.of(fresh));
                        },
                        problem -> new Leave(Optional.of(problem)));
    }

    /** Written even when it is so already: an owner's word after a suspension ends that too. */
    private CompletionStage<Answer> switched(Call call, boolean on) {
        return change(call, (subscription, now) -> new Save(subscription.enabled(on, now), false, Optional.empty()));
    }

    private CompletionStage<Answer> change(Call call, BiFunction<Subscription, Instant, Decision> how) {
        Instant now = rules.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        EntityTags tags = EntityTags.of(call);
        return changes.answer(new SubscriptionKey(call.tenant(), call.variable("id")), present -> {
            Optional<Problem> refused = present.subscription().isEmpty()
                    ? Optional.of(Problem.notFound())
                    : tags.refused(present.subscription().map(SubscriptionJson::etag));
            return refused.<Decision>map(problem -> new Leave(refused))
                    .orElseGet(() -> how.apply(present.subscription().orElseThrow(), now));
        });
    }
}
