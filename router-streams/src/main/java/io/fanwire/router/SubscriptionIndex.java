package io.fanwire.router;

import io.fanwire.schemas.Channels;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every subscription, by tenant, topic and type, and how far into the subscriptions topic it has come. Written by the global thread
 * alone, read by stream threads without a lock.
 */
final class SubscriptionIndex {
    private final Map<String, TenantSubscriptions> byTenant = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong position = new AtomicLong();

    void put(Subscription subscription, long offset) {
        CompiledSubscription compiled = CompiledSubscription.of(subscription, offset);
        boolean added = byTenant.computeIfAbsent(compiled.key().tenant(), made -> new TenantSubscriptions())
                .put(compiled);
        if (added) {
            size.incrementAndGet();
        }
        reached(offset + 1);
    }

    void remove(SubscriptionKey key, long offset) {
        byTenant.computeIfPresent(key.tenant(), (same, tenant) -> {
            if (tenant.remove(key.id())) {
                size.decrementAndGet();
            }
            return tenant.isEmpty() ? null : tenant;
        });
        reached(offset + 1);
    }

    /** Everything below {@code next} is applied, or was no subscription. Never goes back; any thread may call it. */
    void reached(long next) {
        position.accumulateAndGet(next, Math::max);
    }

    /** The offset in the subscriptions topic up to which everything is applied. */
    long position() {
        return position.get();
    }

    int size() {
        return size.get();
    }

    /** Who gets this event if it meets their filters: each subscription once. */
    Collection<CompiledSubscription> matching(Event event) {
        TenantSubscriptions tenant = byTenant.get(event.tenant());
        if (tenant == null) {
            return List.of();
        }
        Collection<CompiledSubscription> found = tenant.matching(event.topic(), event.type());
        Set<String> channels = Channels.of(event.extensions());
        found.removeIf(one -> !one.wants(channels));
        return found;
    }
}
