package io.fanwire.dispatcher.lane;

import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static io.fanwire.dispatcher.fixture.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a lane does with a callback that fails, asks for time, or is gone. */
final class CallbackLanesTroubleTest {
    private static final SubscriptionKey A = key("a");
    private static final SubscriptionKey B = key("b");

    private final LaneWorld world = new LaneWorld(1000, 256);

    private Instant deferredTo(Finished end) {
        assertThat(end.step().orElseThrow()).isInstanceOf(NextStep.Defer.class);
        assertThat(end.report()).as("free of charge").isEmpty();
        return ((NextStep.Defer) end.step().orElseThrow()).due();
    }

    private String metric(String name) {
        return world.metrics
                .prometheusText()
                .lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElse(name + " is missing");
    }

    @Test
    void aCallbackThatFailsTenTimesGetsNothingForAWhile() {
        world.subscribe(A, 32);
        world.subscribe(B, 32);
        world.fail(A, 10);
        world.finished.clear();

        world.accept(A, "1");
        world.accept(B, "other");

        assertThat(deferredTo(world.only())).isEqualTo(NOW.plusSeconds(5));
        assertThat(world.begun).contains("other").doesNotContain("1");
        assertThat(metric("fanwire_dispatcher_breakers_open")).endsWith(" 1.0");
        assertThat(metric("fanwire_dispatcher_sent_away_total{reason=\"open\"}"))
                .endsWith(" 1.0");
    }

    @Test
    void whatWaitsWhenTheBreakerOpensIsSentAway() {
        world.subscribe(A, 1);
        world.fail(A, 9);
        world.accept(A, "running", "1", "2");
        world.finished.clear();

        world.answer("running", LaneWorld.FAILED);

        assertThat(world.finishedIds()).containsExactly("running", "1", "2");
        assertThat(deferredTo(world.finished.get(1))).isEqualTo(NOW.plusSeconds(5));
        assertThat(deferredTo(world.finished.get(2))).isAfter(NOW.plusSeconds(5));
    }

    @Test
    void anOpenBreakerOutlivesTheIdleLane() {
        world.subscribe(A, 32);
        world.fail(A, 10);
        world.loop.advance(Duration.ofSeconds(5));
        world.fail(A, 1);
        world.loop.advance(Duration.ofSeconds(9));
        world.finished.clear();

        world.accept(A, "1");

        assertThat(world.begun).as("the second time it is open for 10 s").doesNotContain("1");
    }

    @Test
    void anOpenBreakerHoldsNothingBackForLongerThanItsScheduleLasts() {
        world.subscribe(A, plain -> Samples.with(plain, List.of(Duration.ofSeconds(5), Duration.ofSeconds(5))));
        Job old = world.fresh("old", A);
        world.loop.advance(Duration.ofSeconds(10));
        world.fail(A, 10);
        world.finished.clear();

        world.lanes.accept(List.of(world.fresh("young", A), old, world.fresh("young too", A)));
        world.loop.run();

        assertThat(world.begun).contains("old").doesNotContain("young", "young too");
        assertThat(world.finishedIds()).containsExactly("young", "young too");
        assertThat(deferredTo(world.finished.get(0))).isEqualTo(NOW.plusSeconds(15));
        world.answer("old", LaneWorld.FAILED);
        world.loop.advance(Duration.ofSeconds(5));
        world.accept(A, "probe");
        assertThat(world.begun).as("such a failure does not keep it open").contains("probe");
    }

    @Test
    void withoutAScheduleTheBreakerHoldsNothingBack() {
        world.subscribe(A, plain -> Samples.with(plain, List.of()));
        world.fail(A, 10);

        world.accept(A, "1", "2", "3");

        assertThat(world.begun).contains("1", "2", "3");
        world.deliver("1");
        world.accept(A, "4", "5");
        assertThat(world.begun).as("on its way back: two at a time").doesNotContain("5");
    }

    @Test
    void aRedriveAsksAtOnceWhetherTheCallbackIsBack() {
        world.subscribe(A, 32);
        world.fail(A, 10);
        Job plain = world.fresh("again", A);
        Delivery.Progress next = new Delivery.Progress(0, Instant.EPOCH, 1, NOW);

        world.lanes.accept(List.of(new Job(plain.source(), plain.delivery().with(next))));
        world.loop.run();

        assertThat(world.begun).contains("again");
    }

    @Test
    void oneProbeThenASlowStart() {
        world.subscribe(A, 32);
        world.fail(A, 10);
        world.loop.advance(Duration.ofSeconds(5));
        world.begun.clear();
        world.accept(A, "1", "2", "3", "4", "5", "6", "7", "8");
        assertThat(world.begun).containsExactly("1");

        world.deliver("1");
        assertThat(world.begun).containsExactly("1", "2", "3");
        world.deliver("2");
        assertThat(world.begun).containsExactly("1", "2", "3", "4");
        world.deliver("3");

        assertThat(world.begun).as("four at a time").containsExactly("1", "2", "3", "4", "5", "6", "7");
        assertThat(metric("fanwire_dispatcher_breakers_open")).endsWith(" 0.0");
    }

    @Test
    void tenThousandOfADeadCallbackComeBackOneAfterTheOther() {
        world.subscribe(A, 32);
        world.fail(A, 10);
        world.finished.clear();

        for (int i = 0; i < 10_000; i++) {
            world.accept(A, "d" + i);
        }

        List<Instant> dues = world.finished.stream().map(this::deferredTo).toList();
        for (int i = 500; i < dues.size(); i++) {
            assertThat(Duration.between(dues.get(i - 500), dues.get(i)))
                    .as("no more than five hundred per second")
                    .isGreaterThanOrEqualTo(Duration.ofMillis(900));
        }
        assertThat(dues.get(dues.size() - 1)).isBefore(NOW.plusSeconds(30));
    }

    @Test
    void aCallbackThatAsksForTimeIsLeftAloneUntilThen() {
        world.subscribe(A, 2);
        world.accept(A, "1", "running", "2");
        world.answer("1", new AttemptOutcome.Throttled(429, Optional.of(Duration.ofMinutes(2))));

        world.accept(A, "3");

        assertThat(world.finishedIds()).containsExactly("1", "2", "3");
        assertThat(deferredTo(world.finished.get(1))).isEqualTo(NOW.plusSeconds(120));
        assertThat(deferredTo(world.finished.get(2))).isAfter(NOW.plusSeconds(120));
        world.deliver("running");
        world.loop.advance(Duration.ofSeconds(119));
        world.accept(A, "4");
        world.loop.advance(Duration.ofMillis(990));
        assertThat(world.begun).containsExactly("1", "running");
        world.loop.advance(Duration.ofMillis(20));
        assertThat(world.begun).as("it waited for the last second in memory").containsExactly("1", "running", "4");
    }

    @Test
    void nothingWaitsInMemoryLongerThanTheDeadlineOfAnAttempt() {
        world.subscribe(A, 1);
        world.accept(A, "hangs", "1");
        world.loop.advance(Duration.ofSeconds(10));
        world.accept(A, "2");
        world.loop.advance(Duration.ofMillis(5_500));

        assertThat(world.finishedIds()).containsExactly("1");
        assertThat(deferredTo(world.only())).isEqualTo(NOW.plusMillis(15_500).plusSeconds(5));
    }

    @Test
    void aLaneThatWasGivenUpRemembersNothing() {
        world.subscribe(A, 32);
        world.fail(A, 10);
        world.lanes.release(Set.of(LaneWorld.PARTITION));

        world.accept(A, "1");

        assertThat(world.begun).contains("1");
        assertThat(metric("fanwire_dispatcher_breakers_open")).endsWith(" 0.0");
    }

    @Test
    void aFaultOfOursIsNotHeldAgainstTheCallback() {
        world.subscribe(A, 32);
        for (int i = 0; i < 20; i++) {
            world.accept(A, "bug " + i);
            world.open.remove(0).answer().completeExceptionally(new IllegalStateException("a bug"));
            world.loop.run();
        }

        world.accept(A, "1");

        assertThat(world.begun).contains("1");
    }

    @Test
    void aSlowCrowdLeavesRoomForTheOthers() {
        LaneWorld small = new LaneWorld(1000, 256, 800);
        for (int callback = 0; callback < 40; callback++) {
            SubscriptionKey slow = key("slow" + callback);
            small.subscribe(slow, 1);
            for (int i = 0; i < 100; i++) {
                small.accept(slow, callback + "/" + i);
            }
        }
        int waiting = 4000 - 40 - small.finished.size();
        assertThat(waiting).isBetween(500, 799);
        small.finished.clear();

        small.subscribe(A, 1);
        small.accept(A, "running", "waits");

        assertThat(small.finished).isEmpty();
    }
}
