package io.fanwire.dispatcher.callbacks;

import io.fanwire.schemas.Subscription;

/** What the directory knows about a subscription that a delivery was matched against. */
public sealed interface Lookup {
    /** Send to this one. */
    record Found(Callback callback) implements Lookup {}

    /**
     * It cannot be sent to until its record is repaired.
     *
     * @param position offset of that record
     */
    record Broken(String why, long position) implements Lookup {}

    /** Its address is one that is not sent to, by this rule; its deliveries keep to its schedule. */
    record Forbidden(String rule, Subscription.Retry retry) implements Lookup {}

    /** The subscription has ended. */
    record Deleted() implements Lookup {}

    /** The copy is older than the delivery: ask again in a moment. */
    record NotYet() implements Lookup {}
}
