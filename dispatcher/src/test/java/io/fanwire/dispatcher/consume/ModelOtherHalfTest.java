package io.fanwire.dispatcher.consume;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The seeds of the model that {@link ModelTest} does not run. */
class ModelOtherHalfTest {
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
        int half = ModelHistories.SEEDS / 2;
        ModelHistories.hold(half, ModelHistories.SEEDS - half);
    }
}
