package io.fanwire.dispatcher.suspend;

import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.SubscriptionState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of one partition number whose former owners' transactions are all decided: the state of its subscriptions, durable or
 * on its way, and the end of its suspended deliveries. Owned by the worker thread.
 */
final class Owned {
    private final Map<SubscriptionKey, SubscriptionState> states = new HashMap<>();
    private final Map<SubscriptionKey, Integer> onTheirWay = new HashMap<>();
    private long end;

    /**
     * As former owners left it.
     *
     * @param end of the suspended deliveries: what comes later lies there or behind it
     */
    Owned(List<SubscriptionState> before, long end) {
        before.forEach(state -> states.put(state.subscription(), state));
        this.end = end;
    }

    SubscriptionState state(SubscriptionKey subscription) {
        return states.getOrDefault(subscription, SubscriptionState.usual(subscription));
    }

    Collection<SubscriptionState> states() {
        return List.copyOf(states.values());
    }

    void put(SubscriptionState state) {
        if (state.isUsual()) {
            states.remove(state.subscription());
        } else {
            states.put(state.subscription(), state);
        }
    }

    long end() {
        return end;
    }

    /** A suspended delivery is in a transaction that is not committed. */
    void expect(SubscriptionKey subscription) {
        onTheirWay.merge(subscription, 1, Integer::sum);
    }

    /** It is committed, at this offset. */
    void arrived(SubscriptionKey subscription, long offset) {
        onTheirWay.computeIfPresent(subscription, (key, count) -> count == 1 ? null : count - 1);
        end = Math.max(end, offset + 1);
    }

    boolean expecting(SubscriptionKey subscription) {
        return onTheirWay.containsKey(subscription);
    }
}
