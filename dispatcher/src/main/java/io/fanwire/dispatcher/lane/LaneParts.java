package io.fanwire.dispatcher.lane;

import io.fanwire.dispatcher.callbacks.Callbacks;
import io.fanwire.dispatcher.http.CallbackClient;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What lanes work with.
 *
 * @param places for attempts, shared with the lanes before these
 * @param lease asked right before a request is written
 * @param failures of callbacks, as earlier workers wrote them down
 * @param shares of the bounds of a subscription with several lanes
 * @param standstill which subscriptions get nothing
 * @param random of the jitter
 * @param nanos a clock that never jumps, to measure attempts with
 */
public record LaneParts(
        Callbacks callbacks,
        CallbackClient client,
        Places places,
        Lease lease,
        KnownFailures failures,
        Shares shares,
        Standstill standstill,
        LaneMetrics metrics,
        RandomGenerator random,
        LongSupplier nanos) {}
