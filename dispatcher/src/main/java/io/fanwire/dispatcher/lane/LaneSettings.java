package io.fanwire.dispatcher.lane;

import java.time.Duration;

/**
 * The bounds of the lanes of one worker.
 *
 * @param maxInFlight attempts at the same time, all lanes together; one lane gets at most a tenth
 * @param waiting records that one lane lets wait, unless it has lately been faster than that
 * @param patience longest wait of a record for a current copy of its subscription
 * @param deferral how long a record that found no room stays away: the smallest retry tier
 */
public record LaneSettings(int maxInFlight, int waiting, Duration patience, Duration deferral) {
    int perLane() {
        return Math.max(1, maxInFlight / 10);
    }
}
