/** Deliveries that must wait for one another: ordered lanes, what they hold back, and callbacks that stand still. */
@NullMarked
package io.fanwire.dispatcher.order;

import org.jspecify.annotations.NullMarked;
