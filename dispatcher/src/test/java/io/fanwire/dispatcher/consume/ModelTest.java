package io.fanwire.dispatcher.consume;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.fanwire.dispatcher.fixture.Seeds;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The production classes in a small world of faults: whatever breaks, nothing is lost, nothing ends twice, and nothing is sent again
 * whose outcome is durable. A seed that fails is named, and replays with {@code -Dfanwire.seed=<seed>}.
 */
class ModelTest {
    private static final Logger log = LoggerFactory.getLogger(ModelTest.class);
    private static final int SEEDS = Integer.getInteger("fanwire.model.seeds", 5000);
    private static final int SEEDS_PER_MUTANT = 100;
    private final ch.qos.logback.classic.Logger workers =
            (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Worker.class.getPackageName());

    /** Hundreds of thousands of faults would each be told. */
    @BeforeEach
    void quiet() {
        workers.setLevel(Level.OFF);
    }

    @AfterEach
    void loud() {
        workers.setLevel(null);
    }

    @Test
    void whateverBreaksNothingIsLostAndNothingDurableIsRepeated() {
        ModelSeen seen = new ModelSeen();
        long start = System.nanoTime();
        for (long seed = Seeds.SEED; seed < Seeds.SEED + SEEDS; seed++) {
            ModelWorld world = new ModelWorld(seed, ModelMutant.NONE);
            Optional<String> violation = world.run();
            assertThat(violation).as("seed %d", seed).isEmpty();
            seen.add(world.seen);
        }
        loud();
        log.atInfo()
                .addKeyValue("seeds", SEEDS)
                .addKeyValue("seconds", (System.nanoTime() - start) / 1_000_000_000.0)
                .log(seen.toString());
        assertThat(seen.rarest()).as("%s", seen).isGreaterThanOrEqualTo(SEEDS / 20);
    }

    @ParameterizedTest
    @EnumSource(value = ModelMutant.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aWorkerThatIsWrongIsNoticedWithinAHundredSeeds(ModelMutant mutant) {
        long seed = Seeds.SEED;
        while (seed < Seeds.SEED + SEEDS_PER_MUTANT
                && new ModelWorld(seed, mutant).run().isEmpty()) {
            seed++;
        }
        assertThat(seed - Seeds.SEED).as("seeds before %s is noticed", mutant).isLessThan(SEEDS_PER_MUTANT);
    }
}
