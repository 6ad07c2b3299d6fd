package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.control.SubscriptionStore.Ask;
import io.fanwire.gateway.control.SubscriptionStore.Decision;
import io.fanwire.gateway.control.SubscriptionStore.Keep;
import io.fanwire.gateway.control.SubscriptionStore.Leave;
import io.fanwire.gateway.control.SubscriptionStore.Present;
import io.fanwire.gateway.control.SubscriptionStore.Remove;
import io.fanwire.gateway.control.SubscriptionStore.Save;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Makes changes of subscriptions, and an answer of what became of each. */
final class SubscriptionChanges {
    private final SubscriptionStore store;

    SubscriptionChanges(SubscriptionStore store) {
        this.store = store;
    }

    /** Of a change that asks no callback. */
    CompletionStage<Answer> answer(SubscriptionKey key, Function<Present, Decision> decide) {
        return answer(key, decide, asked -> done(Answer.of(Problem.internal())));
    }

    /** {@code asked} goes on where a callback has to be asked first. */
    CompletionStage<Answer> answer(
            SubscriptionKey key,
            Function<Present, Decision> decide,
            Function<Subscription, CompletionStage<Answer>> asked) {
        return store.change(key, decide)
                .thenCompose(result -> result.fold(
                        decision -> decision.fold(new AnswerOf(asked)), problem -> done(Answer.of(problem))));
    }

    private static CompletionStage<Answer> done(Answer answer) {
        return CompletableFuture.completedStage(answer);
    }

    private record AnswerOf(Function<Subscription, CompletionStage<Answer>> asked)
            implements SubscriptionStore.Cases<CompletionStage<Answer>> {
        @Override
        public CompletionStage<Answer> save(Save save) {
            Subscription subscription = save.subscription();
            ObjectNode json = save.shown()
                    .map(secret -> SubscriptionJson.withSecret(subscription, secret))
                    .orElseGet(() -> SubscriptionJson.of(subscription));
            Answer answer =
                    Answer.json(save.created() ? 201 : 200, json).with("ETag", SubscriptionJson.etag(subscription));
            return done(
                    save.created()
                            ? answer.with(
                                    "Location",
                                    "/v1/subscriptions/" + subscription.key().id())
                            : answer);
        }

        @Override
        public CompletionStage<Answer> keep(Keep keep) {
            Subscription subscription = keep.subscription();
            return done(Answer.json(200, SubscriptionJson.of(subscription))
                    .with("ETag", SubscriptionJson.etag(subscription)));
        }

        @Override
        public CompletionStage<Answer> ask(Ask ask) {
            return asked.apply(ask.wanted());
        }

        @Override
        public CompletionStage<Answer> remove(Remove removed) {
            return done(Answer.empty(204));
        }

        @Override
        public CompletionStage<Answer> leave(Leave left) {
            return done(left.reason().map(Answer::of).orElseGet(() -> Answer.empty(204)));
        }
    }
}
