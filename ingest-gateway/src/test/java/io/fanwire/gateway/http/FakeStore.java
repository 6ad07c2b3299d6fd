package io.fanwire.gateway.http;

import io.fanwire.gateway.control.SubscriptionStore;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

/** Subscriptions in memory. Owned by the event loop. */
final class FakeStore implements SubscriptionStore {
    private final Map<String, Subscription> saved = new TreeMap<>();
    private final Set<String> deleted = new HashSet<>();

    @Override
    public Optional<Subscription> find(SubscriptionKey key) {
        return Optional.ofNullable(saved.get(key.toString()));
    }

    @Override
    public List<Subscription> page(String tenant, Optional<String> after, int limit, Predicate<Subscription> wanted) {
        return saved.values().stream()
                .filter(subscription -> subscription.key().tenant().equals(tenant))
                .filter(subscription -> after.map(id -> subscription.key().id().compareTo(id) > 0)
                        .orElse(true))
                .filter(wanted)
                .limit(limit)
                .toList();
    }

    /** As another gateway would. */
    void move(String key, String url) {
        Subscription old = Optional.ofNullable(saved.get(key)).orElseThrow();
        saved.put(
                key,
                new Subscription(
                        old.key(),
                        old.selection(),
                        url,
                        old.method(),
                        old.shape(),
                        old.signing(),
                        old.access(),
                        old.retry(),
                        old.timeout(),
                        old.maxInFlight(),
                        old.rateLimit(),
                        old.ordering(),
                        old.verification(),
                        old.enabled(),
                        old.description(),
                        old.metadata(),
                        old.createdAt(),
                        old.updatedAt(),
                        old.resealed()));
    }

    private int of(String tenant) {
        return page(tenant, Optional.empty(), Integer.MAX_VALUE, any -> true).size();
    }

    private long expressions(String tenant) {
        return page(tenant, Optional.empty(), Integer.MAX_VALUE, any -> true).stream()
                .mapToLong(each -> each.expressionLength())
                .sum();
    }

    @Override
    public long position() {
        return 41;
    }

    @Override
    public CompletionStage<Checked<Decision>> change(SubscriptionKey key, Function<Present, Decision> decide) {
        Decision decision = decide.apply(
                new Present(find(key), deleted.contains(key.toString()), of(key.tenant()), expressions(key.tenant())));
        decision.fold(new Cases<Boolean>() {
            @Override
            public Boolean save(Save save) {
                return saved.put(key.toString(), save.subscription()) == null;
            }

            @Override
            public Boolean keep(Keep keep) {
                return true;
            }

            @Override
            public Boolean ask(Ask ask) {
                return true;
            }

            @Override
            public Boolean remove(Remove remove) {
                deleted.add(key.toString());
                return saved.remove(key.toString()) != null;
            }

            @Override
            public Boolean leave(Leave leave) {
                return true;
            }
        });
        return CompletableFuture.completedStage(Checked.ok(decision));
    }
}
