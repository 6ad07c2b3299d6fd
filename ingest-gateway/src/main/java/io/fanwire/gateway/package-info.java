/**
 * HTTP in: events and the control API.
 *
 * <pre>
 * http.GatewayServer ─▶ event.EventRoutes ─▶ publish.EventPublisher ─▶ events.&lt;topic&gt;
 *        │                                    (202 after acks=all)
 *        └────────────▶ control.*Routes  ─▶ control.KafkaSubscriptionStore ─▶ subscriptions
 * </pre>
 */
@NullMarked
package io.fanwire.gateway;

import org.jspecify.annotations.NullMarked;
