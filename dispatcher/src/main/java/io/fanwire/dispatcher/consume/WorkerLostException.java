package io.fanwire.dispatcher.consume;

/**
 * A worker cannot go on with its consumer and producer: everything it holds is dropped, and what was not committed is read again by
 * whoever owns the partitions next.
 */
final class WorkerLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean fenced;

    WorkerLostException(String message, boolean fenced, Throwable cause) {
        super(message, cause);
        this.fenced = fenced;
    }

    /** Whether another process took this worker's identity: then this one must end, not try again. */
    boolean fenced() {
        return fenced;
    }
}
