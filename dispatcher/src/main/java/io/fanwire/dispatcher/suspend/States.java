package io.fanwire.dispatcher.suspend;

import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.SubscriptionState;
import io.fanwire.schemas.SubscriptionState.Suspension;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What owners of partitions wrote down about subscriptions. Any thread may ask. */
public interface States {
    /** Why a subscription stands still, whichever process wrote it: the latest reason, where several did. */
    Optional<Suspension> suspension(SubscriptionKey subscription);

    /** Since when it has failed without one success, as owners of its home partition wrote it. */
    Optional<Instant> failingSince(SubscriptionKey subscription, int home);

    /** All that was written to a partition. */
    List<SubscriptionState> of(int partition);

    /**
     * Ends when everything is known that former owners of a partition wrote to it. To be asked for after it was taken over: then they
     * write no more, and what one of them left undecided ends with its transaction, which this waits for.
     */
    CompletionStage<Void> current(int partition);
}
