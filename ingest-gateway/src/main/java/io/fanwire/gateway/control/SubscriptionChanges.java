package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.control.SubscriptionStore.Decision;
import io.fanwire.gateway.control.SubscriptionStore.Keep;
import io.fanwire.gateway.control.SubscriptionStore.Leave;
import io.fanwire.gateway.control.SubscriptionStore.Present;
import io.fanwire.gateway.control.SubscriptionStore.Remove;
import io.fanwire.gateway.control.SubscriptionStore.Save;
import io.fanwire.gateway.http.Answer;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Makes changes of subscriptions, and an answer of what became of each. */
final class SubscriptionChanges {
    private static final AnswerOf ANSWER = new AnswerOf();

    private final SubscriptionStore store;

    SubscriptionChanges(SubscriptionStore store) {
        this.store = store;
    }

    CompletionStage<Answer> answer(SubscriptionKey key, Function<Present, Decision> decide) {
        return store.change(key, decide)
                .thenApply(result -> result.fold(decision -> decision.fold(ANSWER), Answer::of));
    }

    private static final class AnswerOf implements SubscriptionStore.Cases<Answer> {
        @Override
        public Answer save(Save save) {
            Subscription subscription = save.subscription();
            ObjectNode json = save.shown()
                    .map(secret -> SubscriptionJson.withSecret(subscription, secret))
                    .orElseGet(() -> SubscriptionJson.of(subscription));
            Answer answer =
                    Answer.json(save.created() ? 201 : 200, json).with("ETag", SubscriptionJson.etag(subscription));
            return save.created()
                    ? answer.with(
                            "Location",
                            "/v1/subscriptions/" + subscription.key().id())
                    : answer;
        }

        @Override
        public Answer keep(Keep keep) {
            Subscription subscription = keep.subscription();
            return Answer.json(200, SubscriptionJson.of(subscription))
                    .with("ETag", SubscriptionJson.etag(subscription));
        }

        @Override
        public Answer remove(Remove removed) {
            return Answer.empty(204);
        }

        @Override
        public Answer leave(Leave left) {
            return left.reason().map(Answer::of).orElseGet(() -> Answer.empty(204));
        }
    }
}
