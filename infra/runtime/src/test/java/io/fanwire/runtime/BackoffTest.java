package io.fanwire.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How waits grow. */
class BackoffTest {
    @Test
    void waitsDoubleUpToTheMost() {
        Backoff backoff = Backoff.standard(() -> 0);

        assertThat(IntStream.range(0, 9).mapToObj(i -> backoff.next().toMillis()))
                .containsExactly(50L, 100L, 200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L);
    }

    @Test
    void chanceAddsUpToAQuarter() {
        long seed = System.nanoTime();
        Backoff backoff = new Backoff(Duration.ofSeconds(4), Duration.ofSeconds(4), new Random(seed));

        assertThat(IntStream.range(0, 1_000).mapToObj(i -> backoff.next()))
                .as("seed %d", seed)
                .allMatch(
                        wait -> wait.compareTo(Duration.ofSeconds(4)) >= 0 && wait.compareTo(Duration.ofSeconds(5)) < 0)
                .anyMatch(wait -> wait.compareTo(Duration.ofMillis(4_500)) > 0);
    }

    @Test
    void successStartsOver() {
        Backoff backoff = Backoff.standard(() -> 0);
        backoff.next();
        backoff.next();

        backoff.reset();

        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void boundsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1), new Random(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), new Random(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
