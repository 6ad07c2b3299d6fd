package io.fanwire.dispatcher.consume;

import java.util.function.Supplier;

/** Shows that a worker's thread goes round, and when it waits for Kafka instead. Beaten by the worker thread, felt by any. */
final class Pulse {
    private volatile long beats;
    private volatile boolean waiting;

    /** Another round. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void beat() {
        beats++;
    }

    /** Runs what may wait for Kafka, or for attempts in flight, for as long as their own limits allow. */
    <T> T whileWaiting(Supplier<T> step) {
        waiting = true;
        try {
            return step.get();
        } finally {
            beat();
            waiting = false;
        }
    }

    /** The same for what ends a worker: Kafka's clients take their time to close while no broker answers. */
    void whileEnding(Runnable step) {
        var unused = whileWaiting(() -> {
            step.run();
            return true;
        });
    }

    long beats() {
        return beats;
    }

    boolean waiting() {
        return waiting;
    }
}
