package io.fanwire.router;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The seed of this run, named by every failure: the same one makes the same choices again ({@code -Dfanwire.seed=…}). */
final class Seeds {
    static final long SEED = Long.getLong("fanwire.seed", System.nanoTime());

    private Seeds() {}

    static RandomGenerator random() {
        return new SplittableRandom(SEED);
    }
}
