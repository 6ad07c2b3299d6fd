package io.fanwire.dispatcher.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SteadyClockTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Duration passed = Duration.ZERO;
    private Duration off = Duration.ZERO;
    private final SteadyClock clock =
            new SteadyClock(() -> START.plus(passed).plus(off), () -> Long.MAX_VALUE + passed.toNanos());

    /** Lets time pass, with somebody who asks every now and then. */
    private Instant after(Duration time) {
        Duration end = passed.plus(time);
        Instant last = clock.instant();
        while (passed.compareTo(end) < 0) {
            passed = passed.plusMillis(100);
            assertThat(clock.instant()).isAfterOrEqualTo(last);
            last = clock.instant();
        }
        return last;
    }

    @Test
    void oneThreadsViewIsTheSameTimeAndNeverGoesBackEither() {
        long seed = new SplittableRandom().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        InstantSource view = clock.forOneThread();
        Instant last = view.instant();
        for (int i = 0; i < 100_000; i++) {
            passed = passed.plusNanos(random.nextInt(10) == 0 ? random.nextLong(3_000_000_000L) : random.nextInt(1000));
            off = random.nextInt(100) == 0 ? Duration.ofSeconds(random.nextInt(-7200, 7200)) : off;
            if (random.nextBoolean()) {
                clock.instant();
            }
            Instant now = view.instant();
            assertThat(now).as("seed %d", seed).isAfterOrEqualTo(last);
            assertThat(now)
                    .as("seed %d", seed)
                    .isBetween(clock.instant(), clock.instant().plusMillis(3));
            last = now;
        }
    }

    @Test
    void itGoesWithItsMachine() {
        assertThat(after(Duration.ofMinutes(10))).isEqualTo(START.plus(Duration.ofMinutes(10)));
        assertThat(clock.machineAhead()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {3600, -3600, 2, -2})
    void aJumpOfItsMachineIsFollowedByAThousandthOfTheTimeThatPasses(long seconds) {
        after(Duration.ofSeconds(10));
        off = Duration.ofSeconds(seconds);

        Instant later = after(Duration.ofSeconds(90));

        Instant expected = START.plusSeconds(100).plusMillis(seconds > 0 ? 90 : -90);
        assertThat(later).isCloseTo(expected, within(2, ChronoUnit.MILLIS));
        assertThat(clock.machineAhead()).isCloseTo(Duration.ofSeconds(seconds), Duration.ofMillis(100));
    }

    @Test
    void aSmallDifferenceIsMadeUpForAndNotOvershot() {
        off = Duration.ofMillis(-40);

        assertThat(after(Duration.ofSeconds(60)))
                .isEqualTo(START.plusSeconds(60).minusMillis(40));
    }

    @Test
    void itNeverGoesBackHoweverSeldomOrOftenSomebodyAsks() {
        long seed = new SplittableRandom().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        Instant last = clock.instant();
        for (int i = 0; i < 100_000; i++) {
            passed = passed.plusNanos(random.nextInt(10) == 0 ? random.nextLong(5_000_000_000L) : random.nextInt(1000));
            off = random.nextInt(100) == 0 ? Duration.ofSeconds(random.nextInt(-7200, 7200)) : off;
            Instant now = clock.instant();
            assertThat(now).as("seed %d", seed).isAfterOrEqualTo(last);
            last = now;
        }
    }

    @Test
    void aMachineThatSleptIsBelievedAsFarAsABrokerSaysTheSame() {
        after(Duration.ofSeconds(5));
        off = Duration.ofHours(8);

        clock.witness(START.plus(Duration.ofHours(7)));

        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(7)));
        assertThat(clock.setBacks()).isZero();
    }

    @Test
    void neitherOfThemIsBelievedAlone() {
        clock.witness(START.plus(Duration.ofHours(1)));
        assertThat(clock.instant()).as("a broker whose clock is wrong").isEqualTo(START);

        off = Duration.ofHours(1);
        clock.witness(START.plusMillis(900));
        clock.witness(START.minusSeconds(60));
        assertThat(clock.instant()).as("a machine whose clock is wrong").isEqualTo(START);
    }

    @Test
    void eachTimeThatItsMachineIsSetBackCounts() {
        off = Duration.ofHours(1);
        after(Duration.ofSeconds(3));
        assertThat(clock.setBacks()).isZero();

        off = Duration.ZERO;
        after(Duration.ofSeconds(3));
        assertThat(clock.setBacks()).isEqualTo(1);
        off = Duration.ofMinutes(-5);
        after(Duration.ofMinutes(30));
        assertThat(clock.setBacks()).isEqualTo(2);
    }
}
