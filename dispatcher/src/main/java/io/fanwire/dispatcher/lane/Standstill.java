package io.fanwire.dispatcher.lane;

import io.fanwire.schemas.SubscriptionKey;
import java.util.Optional;

/** Which subscriptions get nothing until their owner acts. */
@FunctionalInterface
public interface Standstill {
    /** Nothing stands still. */
    Standstill NONE = (subscription, position) -> Optional.empty();

    /**
     * Why one stands still, if it does. Asked on the event loop: must not block.
     *
     * @param position of the subscription's record: its owner may have acted since it came to a standstill
     */
    Optional<String> reason(SubscriptionKey subscription, long position);
}
