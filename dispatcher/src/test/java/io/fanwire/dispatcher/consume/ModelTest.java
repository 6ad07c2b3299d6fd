package io.fanwire.dispatcher.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.fixture.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The production classes in a small world of faults: whatever breaks, nothing is lost, nothing ends twice, and nothing is sent again
 * whose outcome is durable. A seed that fails is named, and replays with {@code -Dfanwire.seed=<seed>}. The other half of the seeds is
 * in {@link ModelOtherHalfTest}.
 */
class ModelTest {
    private static final int SEEDS_PER_MUTANT = 100;

    @BeforeEach
    void quiet() {
        ModelHistories.quiet();
    }

    @AfterEach
    void loud() {
        ModelHistories.loud();
    }

    @Test
    void whateverBreaksNothingIsLostAndNothingDurableIsRepeated() {
        ModelHistories.hold(0, ModelHistories.SEEDS / 2);
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
