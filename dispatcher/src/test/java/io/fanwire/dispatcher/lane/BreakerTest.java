package io.fanwire.dispatcher.lane;

import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.fixture.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class BreakerTest {
    private static final int CLOSED = Breaker.UNLIMITED;

    private final Breaker breaker = new Breaker();
    private Instant now = NOW;

    private void failures(int count) {
        for (int i = 0; i < count; i++) {
            breaker.failed(breaker.term(), now);
        }
    }

    private void successes(int count) {
        for (int i = 0; i < count; i++) {
            breaker.succeeded(breaker.term(), now);
        }
    }

    private void after(Duration time) {
        now = now.plus(time);
    }

    @Test
    void tenFailuresInARowOpenIt() {
        failures(9);
        assertThat(breaker.permitted(now)).isEqualTo(CLOSED);

        failures(1);

        assertThat(breaker.permitted(now)).isZero();
        assertThat(breaker.reopensAt()).isEqualTo(now.plusSeconds(5));
    }

    @Test
    void onceItMayBeAskedBeforeItsTime() {
        failures(10);
        breaker.ask(now);
        assertThat(breaker.permitted(now)).isEqualTo(1);

        failures(1);
        breaker.ask(now);
        assertThat(breaker.permitted(now)).as("that was the one").isZero();
        assertThat(breaker.reopensAt()).isEqualTo(now.plusSeconds(10));
        after(Duration.ofSeconds(10));
        failures(1);
        breaker.ask(now);
        assertThat(breaker.permitted(now))
                .as("a probe of its own came in between")
                .isEqualTo(1);
    }

    @Test
    void aSuccessBreaksTheRow() {
        failures(9);
        successes(19);
        failures(9);

        assertThat(breaker.permitted(now)).isEqualTo(CLOSED);
    }

    @Test
    void halfOfTwentyWithinThirtySecondsOpenIt() {
        for (int i = 0; i < 9; i++) {
            successes(1);
            failures(1);
            after(Duration.ofSeconds(1));
        }
        successes(1);
        assertThat(breaker.permitted(now)).isEqualTo(CLOSED);

        failures(1);

        assertThat(breaker.permitted(now)).isZero();
    }

    @Test
    void whatIsOlderThanThirtySecondsDoesNotCount() {
        for (int i = 0; i < 9; i++) {
            failures(1);
            successes(1);
        }
        after(Duration.ofSeconds(30));
        failures(9);

        assertThat(breaker.permitted(now)).isEqualTo(CLOSED);
    }

    @Test
    void itStaysOpenTwiceAsLongEachTimeUpToTenMinutes() {
        failures(10);
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            waits.add(Duration.between(now, breaker.reopensAt()).toSeconds());
            now = breaker.reopensAt();
            assertThat(breaker.permitted(now.minusMillis(1))).isZero();
            assertThat(breaker.permitted(now)).as("a probe").isEqualTo(1);
            failures(1);
        }

        assertThat(waits).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 600L, 600L);
    }

    @Test
    void afterAGoodProbeItStartsSlowly() {
        failures(10);
        after(Duration.ofSeconds(5));
        List<Integer> steps = new ArrayList<>();
        for (int successes = 0; successes <= 63; successes++) {
            int step = breaker.permitted(now);
            if (steps.isEmpty() || steps.get(steps.size() - 1) != step) {
                steps.add(step);
            }
            successes(1);
        }

        assertThat(steps).containsExactly(1, 2, 4, 8, 16, 32, CLOSED);
    }

    @Test
    void aFewFailuresWhileItWarmsUpDoNotStopIt() {
        failures(10);
        after(Duration.ofSeconds(5));
        successes(1);

        for (int i = 0; i < 70; i++) {
            successes(1);
            if (i % 3 == 0) {
                failures(1);
            }
        }

        assertThat(breaker.permitted(now)).isEqualTo(CLOSED);
    }

    @Test
    void aCallbackWithLittleTrafficIsWarmAfterTenMinutes() {
        failures(10);
        after(Duration.ofSeconds(5));
        successes(1);
        after(Duration.ofMinutes(10));
        assertThat(breaker.permitted(now)).isEqualTo(CLOSED);

        failures(10);

        assertThat(breaker.reopensAt()).as("from the start again").isEqualTo(now.plusSeconds(5));
    }

    @Test
    void whatBeganBeforeItOpenedTellsNothing() {
        int before = breaker.term();
        failures(10);
        breaker.succeeded(before, now);
        assertThat(breaker.permitted(now)).isZero();

        after(Duration.ofSeconds(5));
        breaker.failed(before, now);
        breaker.succeeded(before, now);

        assertThat(breaker.permitted(now)).as("still waits for its probe").isEqualTo(1);
    }

    @Test
    void itIsHealedWhenNothingIsLeftOfItsFailures() {
        failures(1);
        successes(1);
        assertThat(breaker.healed(now)).isFalse();

        after(Duration.ofSeconds(30));

        assertThat(breaker.healed(now)).isTrue();
    }

    /** The rules once more, as plainly as possible: every attempt is kept, every question counts anew. */
    private static final class Model {
        private final List<Instant> failures = new ArrayList<>();
        private final List<Instant> all = new ArrayList<>();
        private String state = "closed";
        private Instant until = Instant.MIN;
        private int row;
        private int times;
        private int step;
        private int good;

        int permitted(Instant now) {
            if (state.equals("open") && !now.isBefore(until)) {
                state = "half-open";
            }
            if (state.equals("warming") && !now.isBefore(until)) {
                state = "closed";
                times = 0;
            }
            return switch (state) {
                case "open" -> 0;
                case "half-open" -> 1;
                case "warming" -> step;
                default -> CLOSED;
            };
        }

        void ended(boolean failed, Instant now) {
            String before = state;
            all.add(now);
            row = failed ? row + 1 : 0;
            if (failed) {
                failures.add(now);
                boolean half = recent(all, now) >= 20 && recent(failures, now) * 2 >= recent(all, now);
                if (before.equals("half-open") || row >= 10 || half) {
                    until = now.plusSeconds(Math.min(600, 5L << Math.min(times, 10)));
                    times++;
                    state = "open";
                    row = 0;
                    all.clear();
                    failures.clear();
                }
            } else if (before.equals("half-open")) {
                state = "warming";
                until = now.plusSeconds(600);
                step = 2;
                good = 0;
            } else if (before.equals("warming") && ++good == step) {
                step *= 2;
                good = 0;
                if (step == 64) {
                    state = "closed";
                    times = 0;
                }
            }
        }

        private static long recent(List<Instant> times, Instant now) {
            return times.stream()
                    .filter(time -> time.getEpochSecond() > now.getEpochSecond() - 30)
                    .count();
        }
    }

    @Test
    void itDoesAsTheModelDoes() {
        for (int run = 0; run < 300; run++) {
            long seed = Seeds.SEED + run;
            RandomGenerator random = new SplittableRandom(seed);
            Breaker tested = new Breaker();
            Model model = new Model();
            Instant time = NOW;
            double failing = random.nextDouble();
            for (int i = 0; i < 500; i++) {
                time = time.plusMillis(random.nextInt(10) == 0 ? random.nextInt(120_000) : random.nextInt(900));
                failing = random.nextInt(50) == 0 ? random.nextDouble() : failing;
                int permitted = model.permitted(time);
                assertThat(tested.permitted(time))
                        .as("seed %d, step %d", seed, i)
                        .isEqualTo(permitted);
                boolean failed = random.nextDouble() < failing;
                if (permitted > 0 && failed) {
                    tested.failed(tested.term(), time);
                } else if (permitted > 0) {
                    tested.succeeded(tested.term(), time);
                }
                if (permitted > 0) {
                    model.ended(failed, time);
                } else {
                    assertThat(tested.reopensAt())
                            .as("seed %d, step %d", seed, i)
                            .isEqualTo(model.until);
                }
            }
        }
    }
}
