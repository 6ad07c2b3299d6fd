package io.fanwire.gateway.http;

import io.fanwire.gateway.control.KeyStore;
import io.fanwire.schemas.ApiKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keys in memory. */
final class FakeKeys implements KeyStore {
    final Map<String, ApiKey> keys = new ConcurrentSkipListMap<>();
    private final Map<String, Deleted> deleted = new ConcurrentHashMap<>();
    volatile boolean away;

    @Override
    public Optional<ApiKey> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    @Override
    public List<ApiKey> page(Optional<String> tenant, Optional<String> after, int limit) {
        return keys.values().stream()
                .filter(key -> tenant.isEmpty() || key.tenant().equals(tenant))
                .filter(key -> after.map(id -> key.id().compareTo(id) > 0).orElse(true))
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<Deleted> deleted(String id) {
        return Optional.ofNullable(deleted.get(id));
    }

    @Override
    public CompletionStage<Optional<Problem>> add(ApiKey key, int most) {
        if (away) {
            return CompletableFuture.completedStage(Optional.of(Problem.unavailable("away")));
        }
        if (page(key.tenant(), Optional.empty(), most).size() == most) {
            return CompletableFuture.completedStage(Optional.of(Problem.of(409, "quota_exceeded", "enough")));
        }
        keys.put(key.id(), key);
        return CompletableFuture.completedStage(Optional.empty());
    }

    @Override
    public CompletionStage<Optional<Problem>> delete(ApiKey key) {
        keys.remove(key.id());
        deleted.put(key.id(), new Deleted(key.tenant()));
        return CompletableFuture.completedStage(Optional.empty());
    }
}
