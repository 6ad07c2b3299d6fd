package io.fanwire.dispatcher.lane;

import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Subscription;
import java.time.Instant;
import java.util.function.Predicate;

/** Whether the next job of a lane may start. */
sealed interface Admission {
    /** Now. */
    record Go() implements Admission {}

    /** When one of its own attempts has ended. */
    record Full() implements Admission {}

    /** At this time, for which it waits in memory. */
    record Wait(Instant until) implements Admission {}

    /** Not before a time that is too far for memory. */
    record Away(Instant until, Why why) implements Admission {
        /** Who of those that wait has to go too: of an open breaker only those whose schedule still lasts. */
        Predicate<Waiter> concerns(Subscription subscription, Instant now) {
            return waiter -> why != Why.OPEN
                    || now.isBefore(lasts(subscription, waiter.job().delivery()));
        }

        /** The same for one of them: it need not stay away longer than its schedule lasts. */
        Away of(Job job, Subscription subscription) {
            Instant end = lasts(subscription, job.delivery());
            return why == Why.OPEN && end.isBefore(until) ? new Away(end, why) : this;
        }
    }

    /**
     * When a delivery is so old that its schedule would be over. A breaker holds nothing back for longer, so that everything ends
     * within twice the time that its owner has set.
     */
    static Instant lasts(Subscription subscription, Delivery delivery) {
        return delivery.progress().firstSeen().plus(subscription.retry().total());
    }

    /** Why a job is sent away. */
    enum Why {
        /** The lane has no room. */
        FULL,
        /** The breaker is open. */
        OPEN,
        /** The callback asked for a pause. */
        PAUSED,
        /** The subscription's rate limit. */
        RATE,
        /** It waited in memory as long as anything may. */
        WAITED
    }
}
