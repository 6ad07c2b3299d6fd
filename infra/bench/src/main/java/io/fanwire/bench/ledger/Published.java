package io.fanwire.bench.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * One call that published one event.
 *
 * @param sequence its place in the run, in the order of publishing
 * @param sha256 of the event's data as sent
 * @param answered when the answer came, or the wait for it ended
 */
public record Published(
        String id,
        String tenant,
        String topic,
        String type,
        Optional<String> key,
        long sequence,
        String sha256,
        Instant sent,
        Instant answered,
        Result result) {

    /** What the publisher knows. */
    public enum Result {
        /** Answered 202: promised. */
        OK,
        /** No answer, or one that leaves it open: there or not. */
        INFO,
        /** Refused before anything was written. */
        FAIL
    }
}
