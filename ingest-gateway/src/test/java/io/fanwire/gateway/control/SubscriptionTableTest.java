package io.fanwire.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Access;
import io.fanwire.schemas.Selection;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubscriptionTableTest {
    private final SubscriptionTable table = new SubscriptionTable();

    @Test
    void tenantsSeeTheirOwnInOrder() {
        List.of("b", "a", "c").forEach(id -> table.put(subscription("t1", id)));
        table.put(subscription("t2", "a"));

        assertThat(ids(table.page("t1", Optional.empty(), 2, all -> true))).containsExactly("a", "b");
        assertThat(ids(table.page("t1", Optional.of("b"), 2, all -> true))).containsExactly("c");
        assertThat(table.page("t3", Optional.empty(), 2, all -> true)).isEmpty();
        assertThat(table.size()).isEqualTo(4);
    }

    @Test
    void whatWasDeletedIsRememberedUntilItIsThereAgain() {
        SubscriptionKey key = new SubscriptionKey("t", "a");
        table.put(subscription("t", "a"));
        assertThat(table.present(key).deleted()).isFalse();

        table.remove(key);
        assertThat(table.present(key).deleted()).isTrue();
        assertThat(table.find(key)).isEmpty();

        table.put(subscription("t", "a"));
        assertThat(table.present(key).deleted()).isFalse();
        assertThat(table.present(new SubscriptionKey("other", "a")).subscription())
                .isEmpty();
    }

    @Test
    void theFiltersOfATenantAreCounted() {
        SubscriptionKey key = new SubscriptionKey("t", "a");
        table.put(subscription("t", "a", Optional.of("12345")));
        table.put(subscription("t", "b", Optional.of("123")));
        table.put(subscription("other", "a", Optional.of("1")));
        assertThat(table.present(key).expressions()).isEqualTo(8);

        table.put(subscription("t", "a", Optional.of("12")));
        assertThat(table.present(key).expressions()).isEqualTo(5);
        table.remove(key);
        table.remove(key);
        assertThat(table.present(key).expressions()).isEqualTo(3);
        table.put(subscription("t", "b"));
        assertThat(table.present(key).expressions()).isZero();
    }

    static Subscription subscription(String tenant, String id) {
        return subscription(tenant, id, Optional.empty());
    }

    private static Subscription subscription(String tenant, String id, Optional<String> filter) {
        return new Subscription(
                new SubscriptionKey(tenant, id),
                new Selection(Optional.empty(), List.of(), List.of(), filter),
                "https://a.example.org/",
                Subscription.Method.POST,
                Subscription.Shape.of(Subscription.Format.JSON),
                new Subscription.Signing(Subscription.Signing.NONE, List.of()),
                Access.NONE,
                Subscription.Retry.DEFAULT,
                Duration.ofSeconds(15),
                32,
                Optional.empty(),
                Subscription.Ordering.NONE,
                Verification.NONE,
                true,
                Optional.empty(),
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty());
    }

    private static List<String> ids(List<Subscription> subscriptions) {
        return subscriptions.stream().map(found -> found.key().id()).toList();
    }
}
