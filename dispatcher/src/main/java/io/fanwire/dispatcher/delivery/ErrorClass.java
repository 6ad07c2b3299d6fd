package io.fanwire.dispatcher.delivery;

import java.util.Locale;

/** Why an attempt failed, in one word each. */
public enum ErrorClass {
    /** An answer that is no success. */
    STATUS,
    /** The name has no address. */
    DNS,
    /** Nobody listens there. */
    REFUSED,
    /** The connection broke before the answer was complete. */
    RESET,
    /** No trust, no common protocol, a wrong name. */
    TLS,
    /** The deadline of the attempt passed. */
    TIMEOUT,
    /** The answer is not HTTP, or exceeds our bounds. */
    MALFORMED,
    /** The request could not be made: a secret that does not open, an address that does not parse. */
    SETUP;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
