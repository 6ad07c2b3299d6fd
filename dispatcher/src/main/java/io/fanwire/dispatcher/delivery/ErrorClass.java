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
    /** No access token could be had, or the callback did not take one that was kept: the callback itself may be well. */
    AUTH,
    /** The deadline of the attempt passed. */
    TIMEOUT,
    /** The answer is not HTTP, or exceeds our bounds. */
    MALFORMED,
    /** The subscription does not allow a request: a secret that does not open, none that is valid. */
    SETUP,
    /** The event does not allow a request: one of its attributes is no header's value. */
    UNSENDABLE,
    /** A fault of our own. */
    INTERNAL;

    /** Whether it is held against the callback. */
    public boolean callbacksFault() {
        return this != AUTH && this != SETUP && this != UNSENDABLE && this != INTERNAL;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
