package io.fanwire.schemas;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The seed of this run, which the build prints: the same one makes the same choices again ({@code -Dfanwire.seed=…}). */
final class Seeds {
    static final long SEED = Long.getLong("fanwire.seed", 1L);

    private Seeds() {}

    static RandomGenerator random() {
        return new SplittableRandom(SEED);
    }
}
