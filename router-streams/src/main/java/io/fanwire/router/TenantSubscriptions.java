package io.fanwire.router;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One tenant's subscriptions, by topic and type. Written by the global thread, read by stream threads, which never wait for it.
 *
 * <p>Why a reader never misses a subscription that is being replaced: in the same place it is replaced in one step. When it moves,
 * it is first added to its new places, then {@link #moves} is raised, then it is taken from the old ones. To miss it in both, a
 * reader must have passed a new place before the adding and an old one after the taking away, so the raise lies within its reading:
 * it sees another number and reads again. To meet it twice is harmless, the later one is kept.
 */
final class TenantSubscriptions {
    /** Owned by the global thread. */
    private final Map<String, CompiledSubscription> byId = new HashMap<>();

    private final Map<Optional<String>, TopicSubscriptions> byTopic = new ConcurrentHashMap<>();
    private final AtomicLong moves = new AtomicLong();

    /** Returns whether it is a new one. */
    boolean put(CompiledSubscription subscription) {
        CompiledSubscription old = byId.put(subscription.key().id(), subscription);
        TopicSubscriptions place = byTopic.computeIfAbsent(subscription.topic(), made -> new TopicSubscriptions());
        subscription.patterns().forEach(pattern -> place.add(pattern, subscription));
        if (old == null) {
            return true;
        }
        Set<String> kept = old.topic().equals(subscription.topic()) ? subscription.patterns() : Set.of();
        if (!kept.containsAll(old.patterns())) {
            moves.incrementAndGet();
            takeOut(old, kept);
        }
        return false;
    }

    /** Returns whether there was one. */
    boolean remove(String subscriptionId) {
        CompiledSubscription old = byId.remove(subscriptionId);
        if (old == null) {
            return false;
        }
        takeOut(old, Set.of());
        return true;
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    /** Made anew for each caller, who may take some out. */
    Collection<CompiledSubscription> matching(String topic, String type) {
        while (true) {
            long before = moves.get();
            Map<String, CompiledSubscription> found = new HashMap<>();
            collect(Optional.of(topic), type, found);
            collect(Optional.empty(), type, found);
            if (moves.get() == before) {
                return found.values();
            }
        }
    }

    private void collect(Optional<String> topic, String type, Map<String, CompiledSubscription> found) {
        TopicSubscriptions place = byTopic.get(topic);
        if (place != null) {
            place.forEachMatch(type, one -> found.merge(one.key().id(), one, CompiledSubscription::later));
        }
    }

    private void takeOut(CompiledSubscription old, Set<String> kept) {
        byTopic.computeIfPresent(old.topic(), (same, place) -> {
            old.patterns().stream()
                    .filter(pattern -> !kept.contains(pattern))
                    .forEach(pattern -> place.remove(pattern, old.key().id()));
            return place.isEmpty() ? null : place;
        });
    }
}
