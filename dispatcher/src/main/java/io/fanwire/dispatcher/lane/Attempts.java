package io.fanwire.dispatcher.lane;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.callbacks.Callbacks;
import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.http.CallbackClient;
import io.fanwire.schemas.Delivery;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out attempts, and checks once more when the connection stands and the request is about to be written: that its partition
 * is still ours, that the lease holds, that the subscription still exists. So a process that froze while it connected sends nothing
 * that others have taken over. Confined to its event loop.
 */
final class Attempts {
    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private final Callbacks callbacks;
    private final CallbackClient client;
    private final Lease lease;
    private final Map<TopicPartition, Integer> withdrawn = new HashMap<>();
    private int withdrawals;

    Attempts(Callbacks callbacks, CallbackClient client, Lease lease) {
        this.callbacks = callbacks;
        this.client = client;
        this.lease = lease;
    }

    /**
     * Begins one.
     *
     * @param ended told once, on the loop: the outcome, or none when nothing was sent, and whether its partition was still ours
     */
    void begin(Job job, Callback callback, BiConsumer<Optional<AttemptOutcome>, Boolean> ended) {
        int begunAfter = withdrawals;
        start(job, callback, begunAfter)
                .whenComplete((outcome, bug) ->
                        ended.accept(bug == null ? outcome : Optional.of(unexpected(job, bug)), ours(job, begunAfter)));
    }

    /** Others get these partitions: what is not yet written of them shall not be. */
    void withdraw(Set<TopicPartition> partitions) {
        withdrawals++;
        partitions.forEach(partition -> withdrawn.put(partition, withdrawals));
    }

    /** Whether nobody has withdrawn its partition since. */
    private boolean ours(Job job, int begunAfter) {
        return begunAfter == withdrawals || withdrawn.getOrDefault(job.source().partition(), 0) <= begunAfter;
    }

    private CompletionStage<Optional<AttemptOutcome>> start(Job job, Callback callback, int begunAfter) {
        try {
            return client.attempt(callback, job.delivery(), () -> mayStart(job, begunAfter));
        } catch (RuntimeException | OutOfMemoryError bug) { // of memory beside the heap there may be more in a moment
            return CompletableFuture.failedFuture(bug);
        }
    }

    private boolean mayStart(Job job, int begunAfter) {
        Delivery delivery = job.delivery();
        return ours(job, begunAfter)
                && lease.valid()
                && callbacks.find(delivery.subscription(), delivery.subscriptionPosition()) instanceof Lookup.Found;
    }

    /** A bug must not lose a delivery: it counts as a failed attempt and is logged with its trace. */
    private static AttemptOutcome unexpected(Job job, @Nullable Throwable bug) {
        log.atError()
                .setCause(bug)
                .addKeyValue("delivery", job.delivery().id())
                .log("an attempt ended in an exception");
        return new AttemptOutcome.Failed(
                ErrorClass.INTERNAL, Optional.empty(), Optional.of("the request could not be made"));
    }
}
