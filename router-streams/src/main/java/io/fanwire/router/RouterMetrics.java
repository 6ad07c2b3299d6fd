package io.fanwire.router;

import com.codahale.metrics.Counter;
import io.fanwire.runtime.Metrics;

/** What a router counts. */
final class RouterMetrics {
    final Counter events;
    final Counter deliveries;
    final Counter spread;
    final Counter wide;
    final Counter unmatched;
    final Counter filtered;
    final Counter filterFailures;
    final Counter transformFailures;
    final Counter poison;
    final Counter lookUps;
    final Counter retries;
    final Counter unreadableSubscriptions;

    RouterMetrics(Metrics metrics, SubscriptionIndex index) {
        events = metrics.counter("router.events", "Events routed, those that match nothing included.");
        deliveries = metrics.counter(
                "router.deliveries",
                "Deliveries made: one per event and matching subscription, or as many as its transform makes.");
        spread = metrics.counter(
                "router.deliveries.spread",
                "Of these, deliveries of a subscription that is so busy that its deliveries go to several partitions.");
        wide = metrics.counter(
                "router.events.wide",
                "Events that go to so many subscriptions that they are routed in several transactions.");
        unmatched = metrics.counter("router.unmatched", "Events that no subscription matched.");
        filtered = metrics.counter("router.filtered", "Events that a subscription's filter did not let through.");
        filterFailures = metrics.counter(
                "router.filter.failures",
                "Of these, events that a filter failed on: it asked for what they do not have, or did too much.");
        transformFailures = metrics.counter(
                "router.transform.failures",
                "Deliveries that a transform made nothing for, which become dead letters unsent.");
        poison = metrics.counter("router.poison", "Events sent to the poison topic: too large for a delivery record.");
        lookUps = metrics.counter(
                "router.lookups", "End-offset look-ups made so that no event overtakes a subscription.");
        retries = metrics.counter(
                "router.retries", "Waits for brokers or a registry that did not answer, or for an index that lagged.");
        unreadableSubscriptions = metrics.counter(
                "router.subscriptions.unreadable", "Subscription records that could not be read and changed nothing.");
        metrics.gauge("router.index.subscriptions", "Subscriptions in the index.", index::size);
        metrics.gauge(
                "router.index.position", "Offset of the subscriptions topic the index has reached.", index::position);
    }
}
