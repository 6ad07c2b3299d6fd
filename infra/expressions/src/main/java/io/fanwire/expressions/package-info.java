/**
 * Expressions that subscriptions have: CEL (Common Expression Language) over {@code event}. Nothing in them loops without end, calls out,
 * or reads anything but the event; what they may cost is counted while they run. They know neither Kafka nor HTTP.
 */
@org.jspecify.annotations.NullMarked
package io.fanwire.expressions;
