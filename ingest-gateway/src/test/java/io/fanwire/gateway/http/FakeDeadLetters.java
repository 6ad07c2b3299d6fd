package io.fanwire.gateway.http;

import io.fanwire.gateway.control.DeadLetterLog;
import io.fanwire.schemas.DeadLetter;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.JobRequest.Selector;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Dead letters of one partition in memory. */
final class FakeDeadLetters implements DeadLetterLog {
    private final List<DeadLetter> letters = new CopyOnWriteArrayList<>();

    void add(String tenant, String subscription, String reason) {
        int offset = letters.size();
        letters.add(new DeadLetter(
                0,
                offset,
                TestGateway.NOW.plusSeconds(offset),
                new Delivery(
                        "dlv_" + offset,
                        new SubscriptionKey(tenant, subscription),
                        17,
                        Subscription.Ordering.NONE,
                        new Delivery.Origin(
                                "evt_" + offset,
                                "orders",
                                "order.created",
                                TestGateway.NOW,
                                3,
                                42,
                                Optional.empty(),
                                Optional.empty(),
                                Map.of()),
                        "application/json",
                        Payload.utf8("{}"),
                        Delivery.Progress.first(TestGateway.NOW),
                        Delivery.Part.WHOLE),
                reason,
                Optional.of(500),
                Optional.of("oh dear"),
                Optional.of(10),
                Optional.of(TestGateway.NOW),
                Optional.of(TestGateway.NOW),
                Optional.of("https://hooks.customer.com/in")));
    }

    @Override
    public CompletionStage<Checked<Page>> page(String tenant, Selector selector, Place from, int limit) {
        List<DeadLetter> found = letters.stream()
                .filter(letter -> letter.offset() >= from.offset() && selector.matches(tenant, letter))
                .limit(limit + 1L)
                .toList();
        return CompletableFuture.completedStage(Checked.ok(new Page(
                found.subList(0, Math.min(limit, found.size())),
                found.size() > limit ? Optional.of(new Place(0, found.get(limit).offset())) : Optional.empty())));
    }

    @Override
    public CompletionStage<Checked<Count>> count(String tenant, Selector selector, Predicate<DeadLetter> test) {
        List<DeadLetter> meant = letters.stream()
                .filter(letter -> selector.matches(tenant, letter))
                .toList();
        long passed = meant.stream().filter(test).count();
        return CompletableFuture.completedStage(Checked.ok(new Count(passed, meant.size() - passed)));
    }
}
