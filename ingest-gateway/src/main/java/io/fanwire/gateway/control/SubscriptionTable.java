package io.fanwire.gateway.control;

import io.fanwire.gateway.control.SubscriptionStore.Present;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions in memory, by tenant and id. One thread writes; any thread may read, as that happens for every call of the control
 * API and for nothing else.
 */
final class SubscriptionTable {
    /** How many deletions are remembered, so that a second DELETE is told from one of an id that never was. */
    private static final int MOST_DELETED = 100_000;

    private final Map<String, NavigableMap<String, Subscription>> tenants = new ConcurrentHashMap<>();
    /** Characters of all filters and transforms of a tenant. */
    private final Map<String, Long> expressions = new ConcurrentHashMap<>();

    private final Set<SubscriptionKey> deleted = ConcurrentHashMap.newKeySet();
    /** Owned by the thread that writes. */
    private final Deque<SubscriptionKey> deletedInOrder = new ArrayDeque<>();

    void put(Subscription subscription) {
        SubscriptionKey key = subscription.key();
        deleted.remove(key);
        expressions(key.tenant(), subscription.expressionLength());
        was(
                key.tenant(),
                tenants.computeIfAbsent(key.tenant(), tenant -> new ConcurrentSkipListMap<>())
                        .put(key.id(), subscription));
    }

    private void was(String tenant, @Nullable Subscription old) {
        if (old != null) {
            expressions(tenant, -old.expressionLength());
        }
    }

    private void expressions(String tenant, long more) {
        if (more != 0) {
            expressions.merge(tenant, more, Long::sum);
        }
    }

    void remove(SubscriptionKey key) {
        was(key.tenant(), of(key.tenant()).remove(key.id()));
        if (deleted.add(key)) {
            deletedInOrder.add(key);
        }
        if (deletedInOrder.size() > MOST_DELETED) {
            deleted.remove(deletedInOrder.remove());
        }
    }

    Optional<Subscription> find(SubscriptionKey key) {
        return Optional.ofNullable(of(key.tenant()).get(key.id()));
    }

    List<Subscription> page(String tenant, Optional<String> after, int limit, Predicate<Subscription> wanted) {
        NavigableMap<String, Subscription> all = of(tenant);
        return after.map(id -> all.tailMap(id, false)).orElse(all).values().stream()
                .filter(wanted)
                .limit(limit)
                .toList();
    }

    Present present(SubscriptionKey key) {
        return new Present(
                find(key), deleted.contains(key), of(key.tenant()).size(), expressions.getOrDefault(key.tenant(), 0L));
    }

    int size() {
        return tenants.values().stream().mapToInt(Map::size).sum();
    }

    private NavigableMap<String, Subscription> of(String tenant) {
        return tenants.getOrDefault(tenant, new ConcurrentSkipListMap<>());
    }
}
