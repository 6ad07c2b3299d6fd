package io.fanwire.local.secrets;

import io.fanwire.runtime.seal.SealException;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Seal;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.Subscription.Resealed;
import io.fanwire.schemas.SubscriptionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * The subscriptions as the topic has them so far, and what is to be written so that every secret is sealed with the primary key.
 *
 * <p>A record that seals anew names the one that it repeats. When a third one lies between the two, somebody wrote at the same moment
 * and was covered up: that one is written again. Nothing is kept elsewhere, so whoever is stopped half-way starts again. Pure; owned by
 * one thread.
 */
final class SealedRecords {
    private final SecretSealer sealer;
    private final Map<SubscriptionKey, Seen> latest = new HashMap<>();
    private final Map<SubscriptionKey, Seen> covered = new HashMap<>();
    private final Set<SubscriptionKey> unreadable = new HashSet<>();
    private final Set<SubscriptionKey> closed = new HashSet<>();

    /** A record; without a subscription it is the end of one. */
    private record Seen(long offset, Optional<Subscription> subscription) {}

    /** A record to be written; without a subscription it is the end of one. */
    record Line(SubscriptionKey key, Optional<Subscription> subscription) {}

    SealedRecords(SecretSealer sealer) {
        this.sealer = sealer;
    }

    /** The next record of the topic. */
    void read(SubscriptionKey key, long offset, Optional<Subscription> subscription) {
        unreadable.remove(key);
        closed.remove(key);
        covered.remove(key);
        Optional<Seen> before = Optional.ofNullable(latest.put(key, new Seen(offset, subscription)));
        subscription
                .flatMap(Subscription::resealed)
                .flatMap(mark -> before.filter(seen -> seen.offset() > mark.copied()))
                .ifPresent(seen -> covered.put(key, seen));
    }

    /** The next record of the topic, which is none that can be read: it is left alone. */
    void unreadable(SubscriptionKey key) {
        unreadable.add(key);
    }

    /** Keys of which something is to be written. */
    List<SubscriptionKey> open() {
        return latest.keySet().stream().filter(this::isOpen).toList();
    }

    /** What is to be written of one now; empty when there is nothing any more. */
    Optional<Line> line(SubscriptionKey key) {
        Seen seen = latest.get(key);
        if (seen == null || !isOpen(key)) {
            return Optional.empty();
        }
        Seen source = covered.getOrDefault(key, seen);
        if (source.subscription().isEmpty()) {
            return Optional.of(new Line(key, Optional.empty()));
        }
        Subscription old = source.subscription().get();
        try {
            Resealed mark = new Resealed(old.position(source.offset()), seen.offset());
            return Optional.of(new Line(key, Optional.of(old.resealed((use, secret) -> anew(key, use, secret), mark))));
        } catch (SealException doesNotOpen) {
            closed.add(key);
            return Optional.empty();
        }
    }

    /** Subscriptions with a secret that does not open. */
    int closed() {
        return closed.size();
    }

    /** How many secrets are sealed with each key, by its id; what names no key counts under 0. */
    Map<Integer, Integer> secretsByKey() {
        Map<Integer, Integer> counts = new TreeMap<>();
        latest.values().forEach(seen -> seen.subscription()
                .ifPresent(subscription ->
                        subscription.sealedSecrets().forEach(secret -> counts.merge(keyOf(secret), 1, Integer::sum))));
        return counts;
    }

    /** Subscriptions that could not be read. */
    int unreadable() {
        return unreadable.size();
    }

    private boolean isOpen(SubscriptionKey key) {
        if (unreadable.contains(key) || closed.contains(key)) {
            return false;
        }
        return covered.containsKey(key)
                || Optional.ofNullable(latest.get(key))
                        .flatMap(Seen::subscription)
                        .filter(this::hasOldSeals)
                        .isPresent();
    }

    private boolean hasOldSeals(Subscription subscription) {
        List<Payload> sealed = new ArrayList<>(subscription.sealedSecrets());
        return sealed.stream().anyMatch(secret -> !sealer.sealedByPrimary(secret.bytes()));
    }

    private Payload anew(SubscriptionKey key, Seal use, Payload sealed) {
        String boundTo = use.boundTo(key);
        return Payload.of(sealer.seal(sealer.open(sealed.bytes(), boundTo), boundTo));
    }

    private static int keyOf(Payload sealed) {
        OptionalInt key = SecretSealer.keyOf(sealed.bytes());
        return key.orElse(0);
    }
}
