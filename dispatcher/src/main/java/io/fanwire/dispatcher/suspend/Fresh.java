package io.fanwire.dispatcher.suspend;

import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.SubscriptionState.Suspension;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Suspensions that a worker has decided on and that may not be durable yet. Written by the worker thread, read by any. */
final class Fresh {
    private final Map<SubscriptionKey, Entry> entries = new ConcurrentHashMap<>();

    /** Where it was decided. */
    private record Entry(int partition, Suspension suspension) {}

    void put(int partition, SubscriptionKey subscription, Suspension suspension) {
        entries.merge(
                subscription,
                new Entry(partition, suspension),
                (one, other) -> one.suspension().position() > other.suspension().position() ? one : other);
    }

    /** It is over, as far as this partition is concerned. */
    void remove(int partition, SubscriptionKey subscription) {
        entries.computeIfPresent(subscription, (same, entry) -> entry.partition() == partition ? null : entry);
    }

    Optional<Suspension> find(SubscriptionKey subscription) {
        return Optional.ofNullable(entries.get(subscription)).map(Entry::suspension);
    }
}
