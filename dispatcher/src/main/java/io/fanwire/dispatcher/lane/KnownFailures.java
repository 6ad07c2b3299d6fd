package io.fanwire.dispatcher.lane;

import io.fanwire.schemas.SubscriptionKey;
import java.time.Instant;
import java.util.Optional;

/** What earlier workers wrote down about callbacks that have failed for long. */
@FunctionalInterface
public interface KnownFailures {
    /** Since when it has failed without one success, as the owners of its home partition know. Asked on the event loop: must not block. */
    Optional<Instant> failingSince(SubscriptionKey key, int home);
}
