/**
 * The router: one Kafka Streams topology that makes events and subscriptions into deliveries, exactly once.
 *
 * <pre>
 *  events.&lt;topic&gt; ─▶ FanoutProcessor ─▶ EventBodies ─▶ deliveries   (one transaction: every match or none)
 *                     │        ▲   └──────────────────▶ poison       (what no delivery record can hold)
 *           Freshness ┘        │ matching
 *  subscriptions ─▶ IndexProcessor ─▶ SubscriptionIndex              (the global thread writes, stream threads read)
 * </pre>
 */
@NullMarked
package io.fanwire.router;

import org.jspecify.annotations.NullMarked;
