package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.http.Problem;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What only others can say against a change: the topics there are and whose they are, and the name servers. */
final class SubscriptionVetting {
    private final TopicCatalog topics;
    private final CallbackUrls urls;

    /** What a change brings that they are asked about. */
    record Asked(String tenant, Optional<String> topic, Optional<String> url, Optional<String> tokenUrl) {
        static Asked of(String tenant, SubscriptionDraft draft) {
            return new Asked(
                    tenant,
                    draft.selection().topic(),
                    Optional.of(draft.url()),
                    draft.access().tokenUrl());
        }

        static Asked of(String tenant, ObjectNode patch) {
            return new Asked(
                    tenant,
                    text(patch.path("topic")),
                    text(patch.path("url")),
                    text(patch.path("auth").path(AuthReader.TOKEN_URL)));
        }

        private static Optional<String> text(JsonNode member) {
            return Optional.of(member).filter(JsonNode::isTextual).map(JsonNode::textValue);
        }
    }

    SubscriptionVetting(TopicCatalog topics, CallbackUrls urls) {
        this.topics = topics;
        this.urls = urls;
    }

    CompletionStage<Optional<Problem>> problem(Asked asked) {
        return topic(asked)
                .thenCompose(problem -> problem.isPresent() ? done(problem) : url("/url", asked.url()))
                .thenCompose(problem ->
                        problem.isPresent() ? done(problem) : url("/auth/" + AuthReader.TOKEN_URL, asked.tokenUrl()));
    }

    /** Why a topic cannot be subscribed to: it is not there, or not for this tenant, which takes as long to find out. */
    private CompletionStage<Optional<Problem>> topic(Asked asked) {
        return asked.topic()
                .filter(topic -> !topics.known(topic) || !topics.grant(topic).includes(asked.tenant()))
                .map(topic -> topics.find(topic)
                        .thenApply(found -> found.fold(
                                there -> topics.grant(topic).includes(asked.tenant())
                                        ? Optional.<Problem>empty()
                                        : Optional.of(Problem.unknownTopic()),
                                Optional::of)))
                .orElseGet(() -> done(Optional.empty()));
    }

    private CompletionStage<Optional<Problem>> url(String pointer, Optional<String> url) {
        return url.map(text -> urls.problem(pointer, text)).orElseGet(() -> done(Optional.empty()));
    }

    private static CompletionStage<Optional<Problem>> done(Optional<Problem> problem) {
        return CompletableFuture.completedStage(problem);
    }
}
