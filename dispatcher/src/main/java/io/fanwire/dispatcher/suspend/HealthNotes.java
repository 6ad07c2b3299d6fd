package io.fanwire.dispatcher.suspend;

import io.fanwire.dispatcher.lane.CallbackHealth;
import io.fanwire.schemas.SubscriptionState;
import io.fanwire.schemas.SubscriptionState.Suspension;
import java.time.Instant;
import java.util.Optional;

/** What a change of a callback's health makes of what is known of its subscription. */
final class HealthNotes {
    private HealthNotes() {}

    static SubscriptionState noted(SubscriptionState before, CallbackHealth health, Instant now) {
        return health.fold(new CallbackHealth.Cases<>() {
            @Override
            public SubscriptionState healthy(CallbackHealth.Healthy healthy) {
                return before.withFailingSince(Optional.empty());
            }

            @Override
            public SubscriptionState failing(CallbackHealth.Failing failing) {
                return before.withFailingSince(Optional.of(failing.since()));
            }

            @Override
            public SubscriptionState suspended(CallbackHealth.Suspended suspended) {
                boolean known = before.suspension()
                        .filter(present -> present.position() >= suspended.position())
                        .isPresent();
                Suspension suspension = new Suspension(suspended.reason(), now, suspended.position());
                return known
                        ? before
                        : before.withSuspension(Optional.of(suspension)).withFailingSince(Optional.empty());
            }
        });
    }
}
