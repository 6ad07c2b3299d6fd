package io.fanwire.dispatcher.order;

import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.util.Optional;

/**
 * Which deliveries go one after another.
 *
 * @param key the ordering key; empty: all of the subscription
 */
public record LaneId(SubscriptionKey subscription, Optional<String> key) {
    public static LaneId whole(SubscriptionKey subscription) {
        return new LaneId(subscription, Optional.empty());
    }

    /** The lane of a delivery; empty when it waits for no other: an event without a key has no order within its subscription. */
    public static Optional<LaneId> of(Delivery delivery) {
        return switch (delivery.ordering()) {
            case NONE -> Optional.empty();
            case STRICT -> Optional.of(whole(delivery.subscription()));
            case KEY -> delivery.origin().key().map(key -> new LaneId(delivery.subscription(), Optional.of(key)));
        };
    }

    boolean isWhole() {
        return key.isEmpty();
    }

    public static boolean ordered(Delivery delivery) {
        return delivery.ordering() == Subscription.Ordering.STRICT
                || (delivery.ordering() == Subscription.Ordering.KEY
                        && delivery.origin().key().isPresent());
    }
}
