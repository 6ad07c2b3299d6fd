package io.fanwire.dispatcher.lane;

import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static io.fanwire.dispatcher.fixture.Samples.key;
import static io.fanwire.dispatcher.fixture.Samples.progress;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rate limits, and the jitter of what comes back from the tiers. */
final class CallbackLanesPaceTest {
    private static final SubscriptionKey A = key("a");

    private final LaneWorld world = new LaneWorld(1000, 256);

    private void limit(int count, Duration per) {
        Optional<Subscription.RateLimit> rate = Optional.of(new Subscription.RateLimit(count, per));
        world.subscribe(A, plain -> Samples.with(plain, rate, true));
    }

    /** Lets time pass, while the callback answers at once and what was sent away comes back when it is due. */
    private void pass(Duration time) {
        Instant end = world.loop.instant().plus(time);
        while (world.loop.instant().isBefore(end)) {
            world.loop.advance(Duration.ofMillis(7));
            List.copyOf(world.open)
                    .forEach(open -> world.deliver(open.delivery().id()));
            List<Job> back = new ArrayList<>();
            for (Finished away : List.copyOf(world.finished)) {
                if (away.step().orElseThrow() instanceof NextStep.Defer defer
                        && !defer.due().isAfter(world.loop.instant())) {
                    world.finished.remove(away);
                    back.add(away.job());
                }
            }
            world.lanes.accept(back);
            world.loop.run();
        }
    }

    @Test
    void tenPerSecondAreTenPerSecondAndNoneFails() {
        limit(10, Duration.ofSeconds(1));
        world.accept(A, IntStream.range(0, 600).mapToObj(i -> "d" + i).toArray(String[]::new));

        pass(Duration.ofSeconds(70));

        assertThat(world.begun).hasSize(600).doesNotHaveDuplicates();
        assertThat(world.finished).allSatisfy(end -> assertThat(end.step()).contains(new NextStep.Complete()));
        List<Instant> starts = world.begunAt;
        for (int second = 0; second < 55; second++) {
            Instant from = NOW.plusSeconds(second);
            long count = starts.stream()
                    .filter(at -> !at.isBefore(from) && at.isBefore(from.plusSeconds(1)))
                    .count();
            assertThat(count).as("second %d", second).isBetween(9L, 11L);
        }
    }

    @Test
    void aHighRateIsReachedThoughTimersAreCoarse() {
        limit(1000, Duration.ofSeconds(1));
        world.accept(A, IntStream.range(0, 200).mapToObj(i -> "d" + i).toArray(String[]::new));

        pass(Duration.ofMillis(250));

        assertThat(world.begun).hasSize(200);
    }

    @Test
    void aPaceIsKeptThoughTheLaneWasIdle() {
        limit(1, Duration.ofMinutes(1));
        world.accept(A, "1");
        world.deliver("1");
        world.loop.advance(Duration.ofSeconds(20));

        world.accept(A, "2");

        assertThat(world.begun).containsExactly("1");
        assertThat(world.finished.get(1).step())
                .contains(new NextStep.Defer(NOW.plusSeconds(60).minus(Pace.EARLY)));
    }

    @Test
    void aChangedLimitCountsAtOnce() {
        limit(1, Duration.ofMinutes(1));
        world.accept(A, "1");
        world.deliver("1");
        limit(100, Duration.ofMinutes(1));

        world.accept(A, "2");

        assertThat(world.begun).containsExactly("1", "2");
    }

    @Test
    void retriesThatAreDueTogetherDoNotStartTogether() {
        world.subscribe(A, 1000);
        List<Job> retries = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Job job = world.job("r" + i, A);
            retries.add(new Job(job.source(), job.delivery().with(progress(2, NOW.plusMillis(100)))));
        }
        world.lanes.accept(retries);

        pass(Duration.ofSeconds(30));

        assertThat(world.begun).hasSize(200);
        assertThat(world.begunAt)
                .allSatisfy(at -> assertThat(at).isBetween(NOW.plusMillis(100), NOW.plusMillis(5_200)));
        long secondsUsed =
                world.begunAt.stream().map(Instant::getEpochSecond).distinct().count();
        assertThat(secondsUsed)
                .as("after five minutes: up to five seconds of jitter")
                .isGreaterThanOrEqualTo(5);
    }

    @Test
    void theJitterOfAShortDelayIsShort() {
        world.subscribe(A, 1000);
        List<Job> retries = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Job job = world.job("r" + i, A);
            retries.add(new Job(job.source(), job.delivery().with(progress(1, NOW))));
        }
        world.lanes.accept(retries);

        pass(Duration.ofSeconds(2));

        assertThat(world.begunAt).hasSize(50).allSatisfy(at -> assertThat(at).isBetween(NOW, NOW.plusMillis(520)));
        assertThat(world.begunAt.stream().distinct().count()).isGreaterThan(20);
    }
}
