package io.fanwire.router;

import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What matching and shaping need of a subscription, and nothing else: a million of them are held in memory.
 *
 * @param topic the one topic it reads; empty: every topic
 * @param patterns exact types and wildcards; {@link #EVERY} alone where any type will do
 * @param position offset of the subscription record this was read from
 */
record CompiledSubscription(
        SubscriptionKey key,
        Optional<String> topic,
        Set<String> patterns,
        Subscription.Format format,
        Subscription.Ordering ordering,
        long position) {

    /** The pattern that matches every type. */
    static final String EVERY = "*";

    static CompiledSubscription of(Subscription subscription, long position) {
        return new CompiledSubscription(
                subscription.key(),
                subscription.topic(),
                patterns(subscription),
                subscription.format(),
                subscription.ordering(),
                position);
    }

    private static Set<String> patterns(Subscription subscription) {
        boolean every = subscription.types().isEmpty() || subscription.types().contains(EVERY);
        return every ? Set.of(EVERY) : subscription.types().stream().collect(Collectors.toUnmodifiableSet());
    }

    /** The later one; the same subscription may be met twice while it is being replaced. */
    static CompiledSubscription later(CompiledSubscription one, CompiledSubscription other) {
        return one.position >= other.position ? one : other;
    }
}
