package io.fanwire.router;

import io.fanwire.schemas.Spread;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What matching and shaping need of a subscription, and nothing else: a million of them are held in memory.
 *
 * @param topic the one topic it reads; empty: every topic
 * @param patterns exact types and wildcards; {@link #EVERY} alone where any type will do
 * @param channels of which an event must have one; empty: it need not
 * @param filter that an event must meet
 * @param transform that makes what is sent
 * @param spreads whether its deliveries may lie in several partitions while it is busy
 * @param position offset of the subscription record this was read from
 */
record CompiledSubscription(
        SubscriptionKey key,
        Optional<String> topic,
        Set<String> patterns,
        Set<String> channels,
        Optional<String> filter,
        Subscription.Format format,
        Optional<String> transform,
        Subscription.Ordering ordering,
        boolean spreads,
        long position) {

    /** The pattern that matches every type. */
    static final String EVERY = "*";

    static CompiledSubscription of(Subscription subscription, long position) {
        return new CompiledSubscription(
                subscription.key(),
                subscription.topic(),
                patterns(subscription.selection().types()),
                Set.copyOf(subscription.selection().channels()),
                subscription.selection().filter(),
                subscription.shape().format(),
                subscription.shape().transform(),
                subscription.ordering(),
                Spread.suits(subscription),
                position);
    }

    private static Set<String> patterns(List<String> types) {
        boolean every = types.isEmpty() || types.contains(EVERY);
        return every ? Set.of(EVERY) : Set.copyOf(types);
    }

    /** Whether it wants an event with these channels, if it wants its type. */
    boolean wants(Set<String> others) {
        return channels.isEmpty() || !Collections.disjoint(channels, others);
    }

    /** The later one; the same subscription may be met twice while it is being replaced. */
    static CompiledSubscription later(CompiledSubscription one, CompiledSubscription other) {
        return one.position >= other.position ? one : other;
    }
}
