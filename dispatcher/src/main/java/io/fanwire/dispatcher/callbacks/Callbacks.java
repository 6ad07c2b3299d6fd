package io.fanwire.dispatcher.callbacks;

import io.fanwire.schemas.SubscriptionKey;

/** Finds the callback of a delivery at the moment of an attempt. */
@FunctionalInterface
public interface Callbacks {
    /**
     * What is known now about a subscription.
     *
     * @param matchedAt position of the subscription record that the delivery was matched against: an older copy never passes for
     *     "deleted"
     */
    Lookup find(SubscriptionKey key, long matchedAt);
}
