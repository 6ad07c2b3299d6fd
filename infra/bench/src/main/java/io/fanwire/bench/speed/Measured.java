package io.fanwire.bench.speed;

/** A round of a lane that counts only when nothing was lost in it, and nothing came that was not due. */
interface Measured {
    String lane();

    /** 0 warms up. */
    int round();

    long missing();

    /** As it is printed. */
    default String name() {
        return round() == 0 ? "warm-up" : Integer.toString(round());
    }

    /** What a line ends with. */
    default String verdict() {
        return missing() == 0 ? "" : "  VOID: " + missing() + " did not come";
    }
}
