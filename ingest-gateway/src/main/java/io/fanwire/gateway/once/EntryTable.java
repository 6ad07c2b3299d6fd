package io.fanwire.gateway.once;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The entries of a partition by the hour, so that forgetting an hour is dropping its table. Owned by the thread that reads the logs. */
final class EntryTable {
    private static final int HOUR = 3600;

    private final TreeMap<Long, EntryHour> hours = new TreeMap<>(Comparator.reverseOrder());
    private final TopicNames topics;
    private final Shares shares;

    EntryTable(TopicNames topics, Shares shares) {
        this.topics = topics;
        this.shares = shares;
    }

    /** An entry and the second since the epoch in which it was made, by the broker's clock. */
    record Found(Entry entry, long second) {}

    void put(Entry entry, long second) {
        hours.computeIfAbsent(Math.floorDiv(second, HOUR), hour -> new EntryHour(topics, shares))
                .put(entry, Math.floorMod(second, HOUR));
    }

    /** The newest entry of a slot. */
    Optional<Found> find(Slot slot) {
        for (Map.Entry<Long, EntryHour> hour : hours.entrySet()) {
            Optional<Entry> entry = hour.getValue().find(slot);
            if (entry.isPresent()) {
                return Optional.of(new Found(
                        entry.get(), hour.getKey() * HOUR + hour.getValue().second(slot)));
            }
        }
        return Optional.empty();
    }

    /** Drops the hours that were over before this second. */
    void forgetBefore(long second) {
        Map<Long, EntryHour> over = hours.tailMap(Math.floorDiv(second, HOUR), false);
        over.values().forEach(EntryHour::forget);
        over.clear();
    }

    long bytes() {
        return hours.values().stream().mapToLong(EntryHour::bytes).sum();
    }
}
