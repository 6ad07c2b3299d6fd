package io.fanwire.router;

import io.fanwire.schemas.SubscriptionKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Which subscriptions get so large a part of one task's deliveries that a partition of their own would be its bottleneck.
 *
 * <p>One is hot as soon as it had {@value #LEAST} deliveries within {@value #WINDOW_MILLIS} ms and these were an eighth of all; it stays so
 * for a minute after it was last seen to be. What an event brings to very many is not counted by subscription: no single one of them gets
 * an eighth of that. Owned by one stream thread.
 */
final class HotSubscriptions {
    private static final int LEAST = 128;
    private static final int SHARE = 8;
    private static final long WINDOW_MILLIS = 2_000;
    private static final long STAYS_MILLIS = 60_000;
    private static final int MANY = 2 * SHARE;

    /** Bounds what a window holds. */
    private static final int MOST = 16_384;

    private final Map<SubscriptionKey, Count> counts = new HashMap<>();
    private final Map<SubscriptionKey, Hot> hot = new HashMap<>();
    private long windowEnds;
    private int total;

    /** In this window. */
    private static final class Count {
        private int deliveries;
    }

    /** Until when, and the number that its next delivery gets. */
    private static final class Hot {
        private long until;
        private int next;
    }

    /** An event goes to these. */
    void count(Collection<CompiledSubscription> matches, long nowMillis) {
        if (nowMillis >= windowEnds || nowMillis < windowEnds - WINDOW_MILLIS || total >= MOST) {
            counts.clear();
            total = 0;
            windowEnds = nowMillis + WINDOW_MILLIS;
            hot.values().removeIf(one -> one.until < nowMillis);
        }
        total += matches.size();
        if (matches.size() > MANY) {
            return;
        }
        for (CompiledSubscription match : matches) {
            if (match.spreads()) {
                Count count = counts.computeIfAbsent(match.key(), key -> new Count());
                count.deliveries++;
                if (count.deliveries >= LEAST && count.deliveries * SHARE >= total) {
                    hot.computeIfAbsent(match.key(), key -> new Hot()).until = nowMillis + STAYS_MILLIS;
                }
            }
        }
    }

    boolean isHot(CompiledSubscription subscription) {
        return !hot.isEmpty() && subscription.spreads() && hot.containsKey(subscription.key());
    }

    /** Which of so many partitions takes the next delivery of a hot one: each in turn. */
    int next(CompiledSubscription subscription, int among) {
        Hot one = hot.getOrDefault(subscription.key(), new Hot());
        one.next = (one.next + 1) % among;
        return one.next;
    }
}
