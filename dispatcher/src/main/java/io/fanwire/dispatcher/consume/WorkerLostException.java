package io.fanwire.dispatcher.consume;

/**
 * A worker cannot go on with its consumer and producer: everything it holds is dropped, and what was not committed is read again by
 * whoever owns the partitions next.
 */
final class WorkerLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Why why;

    /** Whether trying again can help. */
    enum Why {
        /** It can: the result of a commit is unknown, and the broker will say. */
        UNDECIDED,

        /** It must not: another process took this worker's identity. */
        FENCED,

        /** It will not: what Kafka refuses, it refuses again. */
        REFUSED
    }

    WorkerLostException(String message, Why why, Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    Why why() {
        return why;
    }

    /** Whether another process took this worker's identity. */
    boolean fenced() {
        return why == Why.FENCED;
    }
}
