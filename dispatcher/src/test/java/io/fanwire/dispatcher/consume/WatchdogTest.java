package io.fanwire.dispatcher.consume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WatchdogTest {
    private final Pulse pulse = new Pulse();
    private final Watchdog watchdog = new Watchdog(pulse);

    private boolean looks(int times) {
        boolean stuck = false;
        for (int i = 0; i < times; i++) {
            stuck = watchdog.look();
        }
        return stuck;
    }

    @Test
    void aThreadThatDoesNotGoRoundIsStuckAfterSeventeenLooks() {
        pulse.beat();
        watchdog.look();

        assertThat(looks(16)).isFalse();
        assertThat(looks(1)).isTrue();
    }

    @Test
    void oneThatGoesRoundNowAndThenIsNot() {
        for (int i = 0; i < 100; i++) {
            pulse.beat();
            assertThat(looks(Watchdog.PATIENCE - 1)).isFalse();
        }
    }

    @Test
    void oneThatWaitsForKafkaHasLongerButNotForEver() {
        boolean stuck = pulse.whileWaiting(() -> {
            watchdog.look();
            assertThat(looks(Watchdog.PATIENCE_WITH_KAFKA - 1)).isFalse();
            return looks(1);
        });

        assertThat(stuck).isTrue();
        assertThat(watchdog.look()).as("it came back").isFalse();
    }
}
