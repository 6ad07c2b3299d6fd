/**
 * HTTP out: attempts, retries, dead letters.
 *
 * <pre>
 *  deliveries, retry.* → consume.Worker ─ batch of jobs ─▶ lane.CallbackLanes → lane.CallbackLane → http.CallbackClient → callback
 *                             ▲                                                                              │
 *                             └────────── finished attempts ◀── delivery.RetryRules ◀── AttemptOutcome ◀─────┘
 *                             ▼
 *                       consume.Tick: hand-offs, dead letters, attempts and offsets in one transaction
 * </pre>
 */
@NullMarked
package io.fanwire.dispatcher;

import org.jspecify.annotations.NullMarked;
