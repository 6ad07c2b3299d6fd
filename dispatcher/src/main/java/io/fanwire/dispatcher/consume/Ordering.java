package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.jobs.Jobs;
import io.fanwire.dispatcher.order.OrderedLanes;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * What a worker needs for deliveries whose order matters.
 *
 * @param reading of this worker's partition numbers
 * @param search of this worker
 * @param jobs that tenants asked for
 * @param frozen subscriptions that stand still
 * @param overdue a delivery that has stood still for as long as it may
 * @param written when the subscription's owner wrote it last
 * @param held is told now and then how many deliveries are held
 */
record Ordering(
        HeldReading reading,
        HeadSearch search,
        Jobs jobs,
        LaneRecords records,
        OrderedLanes.Limits limits,
        Predicate<SubscriptionKey> frozen,
        Predicate<Delivery> overdue,
        Function<SubscriptionKey, Optional<Instant>> written,
        LongConsumer held) {

    /** What was held before its subscription was last written has not aged until then: it may have stood still. */
    Delivery rested(HeldReading.Body body) {
        Delivery delivery = body.delivery();
        return written.apply(delivery.subscription())
                .filter(last -> last.isAfter(body.heldAt()))
                .map(last -> delivery.with(delivery.progress().resumed(Duration.between(body.heldAt(), last))))
                .orElse(delivery);
    }
}
