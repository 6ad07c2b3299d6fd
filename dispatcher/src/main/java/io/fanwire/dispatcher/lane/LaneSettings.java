package io.fanwire.dispatcher.lane;

import java.time.Duration;

/**
 * The bounds of the lanes of one worker.
 *
 * @param maxInFlight attempts at the same time, all lanes together; one lane gets at most a tenth
 * @param waiting records that one lane lets wait, unless it has lately been faster than that
 * @param waitingAll records that wait in memory, all lanes together; the fuller, the less a slow lane may hold
 * @param patience longest wait of a record in memory: one attempt deadline
 * @param deferral how long a record that found no room stays away at least: the smallest retry tier
 * @param suspendAfter how long a callback may fail without one success before it is suspended
 * @param suspendedFor age from which on a delivery is not suspended but a dead letter
 */
public record LaneSettings(
        int maxInFlight,
        int waiting,
        int waitingAll,
        Duration patience,
        Duration deferral,
        Duration suspendAfter,
        Duration suspendedFor) {
    int perLane() {
        return Math.max(1, maxInFlight / 10);
    }
}
