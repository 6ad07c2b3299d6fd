package io.fanwire.router;

/** The subscription index did not catch up in time: the event must be read again later, and not be routed now. */
final class StaleIndexException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StaleIndexException(long position, long needed) {
        super("the subscription index is at offset " + position + " and needs to be at " + needed);
    }
}
