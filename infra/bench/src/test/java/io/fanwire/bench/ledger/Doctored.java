package io.fanwire.bench.ledger;

import io.fanwire.bench.ledger.Post.Signed;
import io.fanwire.bench.ledger.Published.Result;
import io.fanwire.bench.ledger.Wanted.Ordering;
import io.fanwire.schemas.Attempt;
import io.fanwire.schemas.Attempt.State;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Ids;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * A small run in which everything went right, and which a test then spoils in one place. Two tenants, five subscriptions (one deleted,
 * one in order, one raw); ten events a second apart; some fail once; one kill with one attempt in flight.
 */
final class Doctored {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant KILL = START.plusMillis(5_100);
    static final Duration TIER = Duration.ofSeconds(1);

    final List<Wanted> subscriptions = new ArrayList<>();
    final List<Published> published = new ArrayList<>();
    final List<EventRecord> events = new ArrayList<>();
    final List<Lying> deliveries = new ArrayList<>();
    final List<Lying> deadLetters = new ArrayList<>();
    final List<SeenAttempt> attempts = new ArrayList<>();
    final List<Post> posts = new ArrayList<>();
    final Map<TopicPartition, Committed> committed = new HashMap<>();
    final List<Fault> faults = new ArrayList<>();
    final List<History.Bound> bounds = new ArrayList<>();
    Optional<Instant> settled = Optional.of(START.plusSeconds(20));
    Optional<History.Neighbours> neighbours = Optional.empty();

    private final Map<TopicPartition, Long> ends = new HashMap<>();

    Doctored() {
        subscription("default", "plain", false, Ordering.NONE);
        subscription("default", "raw", true, Ordering.NONE);
        subscription("default", "ordered", false, Ordering.KEY);
        subscription("other", "foreign", false, Ordering.NONE);
        subscription("default", "gone", false, Ordering.NONE);
        Instant deleted = START.plusMillis(4_500);
        subscriptions.set(4, subscriptions.get(4).deleted(deleted.minusMillis(20), deleted));
        for (int n = 0; n < 10; n++) {
            event(n);
        }
        faults.add(new Fault(Fault.Kind.FREEZE, "d1", START.plusMillis(7_000), START.plusMillis(7_500), Set.of(555)));
        faults.add(Fault.at(Fault.Kind.KILL, "d0", KILL));
        bounds.add(new History.Bound("attempts in flight", 10, 2000));
        neighbours = Optional.of(new History.Neighbours(
                new History.Phase(START, START.plusSeconds(4)),
                new History.Phase(START.plusSeconds(4), START.plusSeconds(8)),
                Set.of("gone")));
        ends.forEach((partition, end) -> committed.put(partition, new Committed(end, Set.of(), 0)));
    }

    History history() {
        return new History(
                subscriptions,
                published,
                events,
                deliveries,
                deadLetters,
                attempts,
                posts,
                committed,
                faults,
                bounds,
                new History.Ending(START.plusSeconds(10), settled, TIER),
                neighbours);
    }

    Evidence evidence() {
        return Evidence.of(history());
    }

    private void subscription(String tenant, String id, boolean raw, Ordering ordering) {
        subscriptions.add(new Wanted(
                new SubscriptionKey(tenant, id),
                "orders",
                Set.of("t"),
                raw,
                ordering,
                3,
                Duration.ofHours(1),
                START.minusSeconds(5),
                Optional.empty(),
                Optional.empty()));
    }

    private void event(int n) {
        String tenant = n % 5 == 4 ? "other" : "default";
        Instant sent = START.plusSeconds(n);
        Payload data = Payload.utf8("{\"n\":" + n + "}");
        Published call = new Published(
                "e" + n,
                tenant,
                "orders",
                "t",
                Optional.of("k" + n % 2),
                n,
                Sha256.of(data.bytes()),
                sent,
                sent.plusMillis(5),
                Result.OK);
        published.add(call);
        events.add(new EventRecord("orders", 0, n, call.id(), tenant, "t", sent, call.sha256()));
        subscriptions.stream().filter(wanted -> wanted.mustGet(call)).forEach(wanted -> deliver(n, call, wanted, data));
    }

    /** Every third fails once, and e5 for plain was in flight when its dispatcher was killed. */
    private void deliver(int n, Published call, Wanted wanted, Payload data) {
        Payload body = wanted.raw() ? data : Payload.utf8("{\"data\":" + n + "}");
        Instant made = call.answered();
        Delivery delivery = new Delivery(
                Ids.delivery(call.sent(), wanted.key(), "orders", call.id(), 0),
                wanted.key(),
                0,
                Subscription.Ordering.NONE,
                new Delivery.Origin(
                        call.id(), "orders", "t", call.sent(), 0, n, call.key(), Optional.empty(), Map.of()),
                "application/json",
                body,
                Delivery.Progress.first(made),
                Delivery.Part.WHOLE);
        lay("fanwire.deliveries", made, delivery);
        Instant first = made.plusMillis(50);
        if (n == 5 && wanted.key().id().equals("plain")) {
            post(delivery, 1, first, "none");
            post(delivery, 1, first.plusMillis(900), "204");
            outcome(delivery, 1, State.DELIVERED, first.plusMillis(900));
        } else if (n % 3 == 0) {
            post(delivery, 1, first, "500");
            outcome(delivery, 1, State.PENDING, first);
            Instant due = first.plus(TIER);
            lay(
                    "fanwire.deliveries.retry.1s",
                    first.plusMillis(20),
                    delivery.with(delivery.progress().retryAt(due)));
            post(delivery, 2, due.plusMillis(30), "204");
            outcome(delivery, 2, State.DELIVERED, due.plusMillis(30));
        } else {
            post(delivery, 1, first, "204");
            outcome(delivery, 1, State.DELIVERED, first);
        }
    }

    Lying lay(String topic, Instant written, Delivery delivery) {
        TopicPartition at = new TopicPartition(topic, 0);
        long offset = ends.merge(at, 1L, Long::sum) - 1;
        Lying lying = new Lying(at, offset, written, delivery);
        deliveries.add(lying);
        return lying;
    }

    Post post(Delivery delivery, int attempt, Instant received, String how) {
        Post post = new Post(
                delivery.origin().eventId(),
                delivery.subscription().id(),
                attempt,
                received,
                Optional.of(received.plusMillis(2)),
                how,
                Sha256.of(delivery.body().bytes()),
                Signed.CURRENT,
                100,
                "/c/" + delivery.subscription().id());
        posts.add(post);
        return post;
    }

    void outcome(Delivery delivery, int number, State state, Instant at) {
        attempts.add(new SeenAttempt(
                new Attempt(
                        delivery.id(),
                        delivery.subscription(),
                        delivery.origin().eventId(),
                        "orders",
                        "t",
                        delivery.progress().generation(),
                        number,
                        state,
                        Optional.of(state == State.PENDING ? "failed" : "delivered"),
                        Optional.empty(),
                        Optional.of(200),
                        Optional.empty(),
                        at,
                        Duration.ofMillis(2),
                        Optional.empty()),
                0,
                attempts.size(),
                at.plusMillis(40)));
    }

    /** The first delivery record of an event for a subscription. */
    Delivery delivery(String event, String subscription) {
        return deliveries.stream()
                .map(Lying::delivery)
                .filter(delivery -> delivery.origin().eventId().equals(event)
                        && delivery.subscription().id().equals(subscription))
                .findFirst()
                .orElseThrow();
    }

    boolean of(Post post, String event, String subscription) {
        return post.eventId().equals(event) && post.subscription().equals(subscription);
    }

    boolean of(SeenAttempt seen, String event, String subscription) {
        return seen.attempt().eventId().equals(event)
                && seen.attempt().subscription().id().equals(subscription);
    }
}
