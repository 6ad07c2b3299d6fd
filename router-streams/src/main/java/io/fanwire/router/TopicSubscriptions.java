package io.fanwire.router;

import io.fanwire.schemas.TypePattern;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The subscriptions of one tenant to one topic, by what they say of types. Exact types cost one look-up; each distinct wildcard is
 * compared once, however many subscriptions share it.
 *
 * <p>Written by the global thread, read by stream threads. A subscription that stays in its place is replaced in one step, so a
 * reader meets the old one or the new one.
 */
final class TopicSubscriptions {
    private final Map<String, Map<String, CompiledSubscription>> exact = new ConcurrentHashMap<>();
    private final Map<String, Map<String, CompiledSubscription>> wildcards = new ConcurrentHashMap<>();

    void add(String pattern, CompiledSubscription subscription) {
        side(pattern)
                .computeIfAbsent(pattern, made -> new ConcurrentHashMap<>())
                .put(subscription.key().id(), subscription);
    }

    void remove(String pattern, String subscriptionId) {
        side(pattern).computeIfPresent(pattern, (same, holders) -> {
            holders.remove(subscriptionId);
            return holders.isEmpty() ? null : holders;
        });
    }

    boolean isEmpty() {
        return exact.isEmpty() && wildcards.isEmpty();
    }

    void forEachMatch(String type, Consumer<CompiledSubscription> found) {
        exact.getOrDefault(type, Map.of()).values().forEach(found);
        wildcards.forEach((pattern, holders) -> {
            if (TypePattern.matches(pattern, type)) {
                holders.values().forEach(found);
            }
        });
    }

    private Map<String, Map<String, CompiledSubscription>> side(String pattern) {
        return TypePattern.isWildcard(pattern) ? wildcards : exact;
    }
}
