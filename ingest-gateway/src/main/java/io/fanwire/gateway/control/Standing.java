package io.fanwire.gateway.control;

import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionState.Suspension;
import java.util.Optional;

/** Which subscriptions the dispatchers have suspended. Any thread may ask. */
@FunctionalInterface
public interface Standing {
    /** Why and since when one is suspended, unless its owner has written it since. */
    Optional<Suspension> suspension(Subscription subscription);
}
