package io.fanwire.bench.speed;

/** Something to measure, round after round. */
interface Lane {
    /** Measures once; round 0 warms up. */
    ChainRow measure(int round);

    /** The first round that it takes part in. */
    default int first() {
        return 0;
    }
}
