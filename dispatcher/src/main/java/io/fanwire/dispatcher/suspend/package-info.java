/**
 * Subscriptions that stand still, because their owner paused them or because their callback is gone or broken: what comes for them is
 * kept in a topic of its own, and goes back among the deliveries when they may go on.
 */
@org.jspecify.annotations.NullMarked
package io.fanwire.dispatcher.suspend;
