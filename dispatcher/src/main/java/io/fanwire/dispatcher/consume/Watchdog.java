package io.fanwire.dispatcher.consume;

/**
 * Notices a worker whose thread does not go round any more: such a one keeps its partitions, as its consumer goes on telling the group
 * that all is well, and sends nothing.
 *
 * <p>It counts its own looks, half a second apart, and not the time: a process that was frozen as a whole is not stuck. Owned by its
 * thread.
 */
final class Watchdog {
    /** Looks without a sign of life, in our own code. */
    static final int PATIENCE = 17;

    /** Looks without a sign of life while it waits for Kafka, whose own limits are shorter. */
    static final int PATIENCE_WITH_KAFKA = 180;

    private final Pulse pulse;
    private long seen = -1;
    private int still;

    Watchdog(Pulse pulse) {
        this.pulse = pulse;
    }

    /** Looks once; answers whether it is stuck. */
    boolean look() {
        long beats = pulse.beats();
        still = beats == seen ? still + 1 : 0;
        seen = beats;
        return still >= (pulse.waiting() ? PATIENCE_WITH_KAFKA : PATIENCE);
    }
}
