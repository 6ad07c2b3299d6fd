package io.fanwire.dispatcher.lane;

import io.fanwire.schemas.SubscriptionKey;

/** A subscription has a lane for each partition number that its deliveries come from: one, unless it is spread. */
record LaneId(SubscriptionKey subscription, int partition) {
    static LaneId of(Job job) {
        return new LaneId(
                job.delivery().subscription(), job.source().partition().partition());
    }
}
