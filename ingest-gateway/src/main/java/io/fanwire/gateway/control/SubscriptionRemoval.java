package io.fanwire.gateway.control;

import io.fanwire.gateway.control.SubscriptionStore.Decision;
import io.fanwire.gateway.control.SubscriptionStore.Leave;
import io.fanwire.gateway.control.SubscriptionStore.Present;
import io.fanwire.gateway.control.SubscriptionStore.Remove;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Ends subscriptions: one by its id, or all of a tenant with one callback. */
final class SubscriptionRemoval {
    /** Few enough to leave room for the changes of others. */
    private static final int AT_ONCE = 100;

    private final SubscriptionStore store;
    private final SubscriptionChanges changes;
    private final CallbackUrls urls;

    SubscriptionRemoval(SubscriptionStore store, CallbackUrls urls) {
        this.store = store;
        this.changes = new SubscriptionChanges(store);
        this.urls = urls;
    }

    CompletionStage<Answer> one(Call call, SubscriptionKey key) {
        EntityTags tags = EntityTags.of(call);
        return changes.answer(key, present -> remove(present, tags));
    }

    private static Decision remove(Present present, EntityTags tags) {
        if (present.subscription().isEmpty()) {
            return new Leave(present.deleted() ? Optional.empty() : Optional.of(Problem.notFound()));
        }
        return tags.refused(present.subscription().map(SubscriptionJson::etag))
                .<Decision>map(problem -> new Leave(Optional.of(problem)))
                .orElseGet(Remove::new);
    }

    /** Those that have the URL, however it is written; none is as good as all gone. */
    CompletionStage<Answer> byUrl(Call call) {
        Optional<String> url = call.parameter("url").filter(text -> !text.isEmpty());
        return url.map(text -> all(call.tenant(), ofUrl(text, urls)))
                .orElseGet(() -> CompletableFuture.completedStage(Answer.of(Problem.field(
                        "/url", "invalid_url", "Say which: DELETE /v1/subscriptions?url=<the callback's URL>."))));
    }

    /** In the form in which URLs are kept, where it has one. */
    static Predicate<Subscription> ofUrl(String text, CallbackUrls urls) {
        String kept = urls.kept(text);
        return subscription -> subscription.url().equals(kept);
    }

    private CompletionStage<Answer> all(String tenant, Predicate<Subscription> wanted) {
        List<Subscription> next = store.page(tenant, Optional.empty(), AT_ONCE, wanted);
        if (next.isEmpty()) {
            return CompletableFuture.completedStage(Answer.empty(204));
        }
        CompletionStage<Answer> last = CompletableFuture.completedStage(Answer.empty(204));
        for (Subscription subscription : next) {
            CompletionStage<Answer> one = changes.answer(
                    subscription.key(),
                    present -> present.subscription().filter(wanted).isPresent()
                            ? new Remove()
                            : new Leave(Optional.empty()));
            last = last.thenCombine(one, (before, now) -> before.problem().isPresent() ? before : now);
        }
        return last.thenCompose(answer ->
                answer.problem().isPresent() ? CompletableFuture.completedStage(answer) : all(tenant, wanted));
    }
}
