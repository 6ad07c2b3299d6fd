package io.fanwire.gateway.control;

import io.fanwire.gateway.control.KeyStore.Deleted;
import io.fanwire.schemas.ApiKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keys in memory, by id and by whose they are. One thread writes; any thread may read. */
final class KeyTable implements CompactedTopic.View<ApiKey> {
    /** How many deletions are remembered, so that a second DELETE is told from one of an id that never was. */
    private static final int MOST_DELETED = 100_000;

    private final NavigableMap<String, ApiKey> all = new ConcurrentSkipListMap<>();
    private final Map<Optional<String>, NavigableMap<String, ApiKey>> owned = new ConcurrentHashMap<>();
    private final Map<String, Deleted> deleted = new ConcurrentHashMap<>();
    /** Owned by the thread that writes. */
    private final Deque<String> deletedInOrder = new ArrayDeque<>();

    @Override
    public void put(String recordKey, ApiKey key) {
        all.put(key.id(), key);
        owned.computeIfAbsent(key.tenant(), tenant -> new ConcurrentSkipListMap<>())
                .put(key.id(), key);
    }

    @Override
    public void remove(String recordKey) {
        String id = ApiKey.idOf(recordKey);
        Optional<String> tenant = ApiKey.tenantOf(recordKey);
        all.remove(id);
        of(tenant).remove(id);
        if (deleted.put(id, new Deleted(tenant)) == null) {
            deletedInOrder.add(id);
        }
        if (deletedInOrder.size() > MOST_DELETED) {
            deleted.remove(deletedInOrder.remove());
        }
    }

    Optional<ApiKey> find(String id) {
        return Optional.ofNullable(all.get(id));
    }

    Optional<Deleted> deleted(String id) {
        return Optional.ofNullable(deleted.get(id));
    }

    List<ApiKey> page(Optional<String> tenant, Optional<String> after, int limit) {
        NavigableMap<String, ApiKey> keys = tenant.isPresent() ? of(tenant) : all;
        return after.map(id -> keys.tailMap(id, false)).orElse(keys).values().stream()
                .limit(limit)
                .toList();
    }

    /** How many a tenant, or the platform, has. */
    int count(Optional<String> owner) {
        return of(owner).size();
    }

    int size() {
        return all.size();
    }

    private NavigableMap<String, ApiKey> of(Optional<String> owner) {
        return owned.getOrDefault(owner, new ConcurrentSkipListMap<>());
    }
}
