/** What follows from an attempt: outcomes, and the next step of a delivery. Pure: knows neither Kafka nor Netty. */
@NullMarked
package io.fanwire.dispatcher.delivery;

import org.jspecify.annotations.NullMarked;
