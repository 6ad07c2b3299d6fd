/**
 * What is done once, however often it is asked for and at however many gateways.
 *
 * <pre>
 *   request ─▶ claim ─▶ [ idempotency.claims ] ─▶ Precedence: who is first? ─ we ─▶ Pump ─▶ one transaction: event and entry
 *                                                        │ others                                          │
 *                                                        ▼                                                 ▼
 *                                                wait for the entry  ◀───────────────────────── [ idempotency ]
 * </pre>
 *
 * {@link io.fanwire.gateway.once.Precedence} and {@link io.fanwire.gateway.once.Claimant} decide and know no Kafka; the rest carries
 * lines and entries to them and does what they say.
 */
@NullMarked
package io.fanwire.gateway.once;

import org.jspecify.annotations.NullMarked;
