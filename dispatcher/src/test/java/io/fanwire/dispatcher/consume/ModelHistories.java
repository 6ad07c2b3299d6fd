package io.fanwire.dispatcher.consume;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.fanwire.dispatcher.fixture.Seeds;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** The seeds of the model, in two halves: two classes can run at the same time, of which each would otherwise be the longest. */
final class ModelHistories {
    static final int SEEDS = Integer.getInteger("fanwire.model.seeds", 5000);
    private static final Logger WORKERS = (Logger) LoggerFactory.getLogger(Worker.class.getPackageName());

    private ModelHistories() {}

    /** Hundreds of thousands of faults would each be told. */
    static void quiet() {
        WORKERS.setLevel(Level.OFF);
    }

    static void loud() {
        WORKERS.setLevel(null);
    }

    /** Runs a part of the seeds: from the one that is {@code first} after the seed of this run. */
    static void hold(int first, int count) {
        ModelSeen seen = new ModelSeen();
        long start = System.nanoTime();
        for (long seed = Seeds.SEED + first; seed < Seeds.SEED + first + count; seed++) {
            ModelWorld world = new ModelWorld(seed, ModelMutant.NONE);
            Optional<String> violation = world.run();
            assertThat(violation).as("seed %d", seed).isEmpty();
            seen.add(world.seen);
        }
        loud();
        WORKERS.atInfo()
                .addKeyValue("seeds", count)
                .addKeyValue("seconds", (System.nanoTime() - start) / 1_000_000_000.0)
                .log(seen.toString());
        assertThat(seen.rarest()).as("%s", seen).isGreaterThanOrEqualTo(count / 20);
    }
}
