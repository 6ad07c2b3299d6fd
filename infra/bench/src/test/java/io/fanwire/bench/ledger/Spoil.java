package io.fanwire.bench.ledger;

import io.fanwire.bench.ledger.Post.Signed;
import io.fanwire.bench.ledger.Published.Result;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;

/** Ways to spoil a run, and copies of its parts with one thing changed. */
final class Spoil {
    private static final TopicPartition PARTITION = new TopicPartition("fanwire.deliveries", 0);

    private Spoil() {}

    static void vanish(Doctored run) {
        vanish(run, "e1", "plain");
    }

    static void vanish(Doctored run, String event, String subscription) {
        String gone = run.delivery(event, subscription).id();
        run.deliveries.removeIf(lying -> lying.delivery().id().equals(gone));
        run.attempts.removeIf(seen -> run.of(seen, event, subscription));
        run.posts.removeIf(post -> run.of(post, event, subscription));
    }

    /** The record at offset 1 of a partition that is committed further has neither attempt nor hand-off. */
    static void claimUndone(Doctored run) {
        Delivery undone = run.deliveries.stream()
                .filter(lying -> lying.at().equals(PARTITION) && lying.offset() == 1)
                .map(Lying::delivery)
                .findFirst()
                .orElseThrow();
        String event = undone.origin().eventId();
        String subscription = undone.subscription().id();
        run.attempts.removeIf(seen -> run.of(seen, event, subscription));
        run.deliveries.removeIf(
                lying -> !lying.at().equals(PARTITION) && lying.delivery().id().equals(undone.id()));
    }

    static Consumer<Doctored> each(String event, String subscription, UnaryOperator<Post> change) {
        return run -> run.posts.replaceAll(post -> run.of(post, event, subscription) ? change.apply(post) : post);
    }

    static Lying forSubscription(Doctored run, String event, String subscription, String tenant) {
        Delivery like = run.delivery(event, "plain");
        Delivery delivery = new Delivery(
                "dlv_x",
                new SubscriptionKey(tenant, subscription),
                0,
                like.ordering(),
                like.origin(),
                like.contentType(),
                Payload.utf8("{}"),
                like.progress(),
                Delivery.Part.WHOLE);
        return new Lying(PARTITION, 1_000, like.progress().firstSeen(), delivery);
    }

    static Post later(Post post) {
        Instant later = post.received().plusSeconds(5);
        return new Post(
                post.eventId(),
                post.subscription(),
                post.attempt(),
                later,
                Optional.of(later),
                post.how(),
                post.sha256(),
                post.signed(),
                post.port(),
                post.path());
    }

    static Post at(Post post, Instant received) {
        return new Post(
                post.eventId(),
                post.subscription(),
                post.attempt(),
                received,
                post.answered(),
                post.how(),
                post.sha256(),
                post.signed(),
                post.port(),
                post.path());
    }

    static Post fromPort(Post post, int port) {
        return new Post(
                post.eventId(),
                post.subscription(),
                post.attempt(),
                post.received(),
                post.answered(),
                post.how(),
                post.sha256(),
                post.signed(),
                port,
                post.path());
    }

    static Post with(Post post, String how, String sha256, Signed signed) {
        return new Post(
                post.eventId(),
                post.subscription(),
                post.attempt(),
                post.received(),
                post.answered(),
                how,
                sha256,
                signed,
                post.port(),
                post.path());
    }

    static Published data(Published call, String sha256) {
        return new Published(
                call.id(),
                call.tenant(),
                call.topic(),
                call.type(),
                call.key(),
                call.sequence(),
                sha256,
                call.sent(),
                call.answered(),
                call.result());
    }

    static Published result(Published call, Result result) {
        return new Published(
                call.id(),
                call.tenant(),
                call.topic(),
                call.type(),
                call.key(),
                call.sequence(),
                call.sha256(),
                call.sent(),
                call.answered(),
                result);
    }
}
