package io.fanwire.local.receiver;

import java.time.Duration;

/** What a receiver does with a request: answer after a while, or drop the connection. */
public sealed interface Reply {
    /** Answers with a status after a delay. */
    record Status(int code, Duration after) implements Reply {}

    /** Closes the connection without an answer. */
    record Drop() implements Reply {}

    static Reply now(int code) {
        return new Status(code, Duration.ZERO);
    }
}
