package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.control.SubscriptionStore.Decision;
import io.fanwire.gateway.control.SubscriptionStore.Present;
import io.fanwire.gateway.control.SubscriptionStore.Save;
import io.fanwire.gateway.http.Answer;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Makes changes of subscriptions, and an answer of what became of each. */
final class SubscriptionChanges {
    private final SubscriptionStore store;

    SubscriptionChanges(SubscriptionStore store) {
        this.store = store;
    }

    CompletionStage<Answer> answer(SubscriptionKey key, Function<Present, Decision> decide) {
        return store.change(key, decide)
                .thenApply(result -> result.fold(
                        decision -> decision.fold(
                                SubscriptionChanges::saved,
                                removed -> Answer.empty(204),
                                left -> left.reason().map(Answer::of).orElseGet(() -> Answer.empty(204))),
                        Answer::of));
    }

    private static Answer saved(Save save) {
        Subscription subscription = save.subscription();
        ObjectNode json = save.shown()
                .map(secret -> SubscriptionJson.withSecret(subscription, secret))
                .orElseGet(() -> SubscriptionJson.of(subscription));
        Answer answer = Answer.json(save.created() ? 201 : 200, json).with("ETag", SubscriptionJson.etag(subscription));
        return save.created()
                ? answer.with(
                        "Location", "/v1/subscriptions/" + subscription.key().id())
                : answer;
    }
}
