package io.fanwire.dispatcher.lane;

import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static io.fanwire.dispatcher.fixture.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a lane gives its subscription up until its owner has seen to it. */
final class CallbackLanesSuspendTest {
    private static final SubscriptionKey A = key("a");

    private final LaneWorld world = new LaneWorld(1000, 256);

    @Test
    void aGoneCallbackIsSuspendedWithAllThatWaits() {
        world.subscribe(A, 1);
        world.accept(A, "1", "2");

        world.answer("1", new AttemptOutcome.Gone());

        assertThat(world.finishedIds()).containsExactly("1", "2");
        assertThat(world.finished.get(0).step()).contains(new NextStep.DeadLetter("gone"));
        assertThat(world.finished.get(0).health()).contains(new CallbackHealth.Suspended("gone", 17));
        assertThat(world.finished.get(1).step()).contains(new NextStep.Suspend("gone"));
    }

    @Test
    void whatWasFoundToStandStillGetsNoAttempt() {
        world.subscribe(A, 1);
        world.standsStill = Optional.of("gone");

        world.accept(A, "1");

        assertThat(world.only().step()).contains(new NextStep.Suspend("gone"));
        assertThat(world.begun).isEmpty();
    }

    @Test
    void whatHasStoodStillForTooLongIsADeadLetter() {
        world.subscribe(A, 1);
        world.standsStill = Optional.of("failing");
        Job old = world.fresh("old", A);
        world.loop.advance(LaneWorld.SUSPENDED_FOR);

        world.lanes.accept(List.of(old, world.fresh("young", A)));
        world.loop.run();

        assertThat(world.finished.get(0).step()).contains(new NextStep.DeadLetter("suspended"));
        assertThat(world.finished.get(1).step()).contains(new NextStep.Suspend("failing"));
    }

    @Test
    void aSubscriptionThatItsOwnerPausedGetsNoAttempt() {
        world.subscribe(A, paused -> Samples.with(paused, paused.rateLimit(), false));

        world.accept(A, "1");

        assertThat(world.only().step()).contains(new NextStep.Suspend("paused"));
        assertThat(world.only().report()).isEmpty();
        assertThat(world.only().health()).isEmpty();
        assertThat(world.begun).isEmpty();
    }

    @Test
    void fiveDaysWithoutOneSuccessSuspendIt() {
        world.subscribe(A, 32);
        world.fail(A, 1);
        world.loop.advance(Duration.ofDays(2));
        world.fail(A, 1);
        assertThat(world.finished.get(1).health()).contains(new CallbackHealth.Failing(NOW));
        world.loop.advance(Duration.ofDays(3).minusSeconds(1));
        world.fail(A, 1);
        assertThat(world.finished.get(2).health()).as("told once").isEmpty();
        world.loop.advance(Duration.ofSeconds(1));
        world.fail(A, 1);

        assertThat(world.finished.get(3).step()).contains(new NextStep.Suspend("failing"));
        assertThat(world.finished.get(3).health()).contains(new CallbackHealth.Suspended("failing", 17));
    }

    @Test
    void anySuccessStartsTheFiveDaysAgain() {
        world.subscribe(A, 32);
        world.fail(A, 1);
        world.loop.advance(Duration.ofHours(1));
        world.fail(A, 1);
        world.accept(A, "good");
        world.deliver("good");
        assertThat(world.finished.get(2).health()).contains(new CallbackHealth.Healthy());
        world.loop.advance(Duration.ofDays(3));
        world.fail(A, 1);

        assertThat(world.finished.get(3).health()).isEmpty();
        assertThat(world.finished.get(3).step().orElseThrow()).isNotInstanceOf(NextStep.Suspend.class);
    }

    @Test
    void whatAnEarlierWorkerKnewCounts() {
        world.subscribe(A, 32);
        world.failingSince = Optional.of(NOW.minus(Duration.ofDays(5)));

        world.fail(A, 1);

        assertThat(world.only().step()).contains(new NextStep.Suspend("failing"));
    }
}
