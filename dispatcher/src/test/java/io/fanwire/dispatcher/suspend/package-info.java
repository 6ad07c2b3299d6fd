/** Suspended deliveries in memory, taken back by an owner that may be killed at any step. */
@org.jspecify.annotations.NullMarked
package io.fanwire.dispatcher.suspend;
