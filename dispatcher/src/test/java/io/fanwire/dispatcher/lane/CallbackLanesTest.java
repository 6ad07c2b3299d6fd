package io.fanwire.dispatcher.lane;

import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static io.fanwire.dispatcher.fixture.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class CallbackLanesTest {
    private static final SubscriptionKey A = key("a");

    private final LaneWorld world = new LaneWorld(1000, 256);

    @Test
    void aCallbackThatTakesOneAtATimeGetsThemInOrder() {
        world.subscribe(A, 1);
        world.accept(A, "1", "2", "3");
        assertThat(world.begun).containsExactly("1");

        world.deliver("1");
        world.deliver("2");
        world.deliver("3");

        assertThat(world.begun).containsExactly("1", "2", "3");
        assertThat(world.finishedIds()).containsExactly("1", "2", "3");
        assertThat(world.places.taken()).isZero();
    }

    @Test
    void aCallbackGetsNoMoreAtATimeThanItTakes() {
        world.subscribe(A, 2);
        world.accept(A, "1", "2", "3");
        assertThat(world.begun).containsExactly("1", "2");

        world.deliver("2");

        assertThat(world.begun).containsExactly("1", "2", "3");
    }

    @Test
    void aDeliveryWaitsForACopyThatIsBehind() {
        world.lookups.put(A, new Lookup.NotYet());
        world.accept(A, "1", "2");
        world.loop.advance(Duration.ofSeconds(14));
        assertThat(world.begun).isEmpty();
        assertThat(world.finished).isEmpty();

        world.subscribe(A, 32);
        world.loop.advance(Duration.ofMillis(20));

        assertThat(world.begun).containsExactly("1", "2");
    }

    @Test
    void aCopyThatStaysBehindSendsThemAway() {
        world.lookups.put(A, new Lookup.NotYet());
        world.accept(A, "1", "2");

        world.loop.advance(LaneWorld.PATIENCE.plusMillis(500));

        assertThat(world.finishedIds()).containsExactly("1", "2");
        assertThat(world.finished)
                .allSatisfy(end -> assertThat(end.step().orElseThrow()).isInstanceOf(NextStep.Defer.class));
        assertThat(world.begun).isEmpty();
    }

    @Test
    void aDeletedSubscriptionCancelsWhatWaits() {
        world.accept(A, "1", "2");

        assertThat(world.finishedIds()).containsExactly("1", "2");
        assertThat(world.finished)
                .allSatisfy(end -> assertThat(end.step()).contains(new NextStep.Cancel()))
                .allSatisfy(end -> assertThat(end.report()).isEmpty());
    }

    @Test
    void aBrokenSubscriptionIsSuspended() {
        world.lookups.put(A, new Lookup.Broken("a signing secret does not open with this key set", 23));

        world.accept(A, "1");

        Finished end = world.only();
        assertThat(end.step()).contains(new NextStep.Suspend("setup"));
        assertThat(end.health()).contains(new CallbackHealth.Suspended("setup", 23));
        assertThat(end.report().orElseThrow().outcome())
                .isEqualTo(new AttemptOutcome.Failed(
                        ErrorClass.SETUP,
                        Optional.empty(),
                        Optional.of("a signing secret does not open with this key set")));
        assertThat(world.begun).isEmpty();
    }

    @Test
    void aForbiddenAddressIsABlockedAttemptOnTheScheduleAndNothingIsSent() {
        world.lookups.put(
                A,
                new Lookup.Forbidden(
                        "loopback", new Subscription.Retry(List.of(Duration.ofSeconds(7)), Duration.ofHours(1))));

        world.accept(A, "1");

        Finished end = world.only();
        assertThat(end.step()).contains(new NextStep.Retry(NOW.plusSeconds(7)));
        assertThat(end.report().orElseThrow().outcome()).isEqualTo(new AttemptOutcome.Blocked("loopback"));
        assertThat(world.begun).isEmpty();
    }

    @Test
    void aDeliveryThatIsTooOldIsADeadLetterWithoutAnAttempt() {
        world.subscribe(A, 32);
        world.loop.advance(Duration.ofHours(77));

        world.accept(A, "1");

        assertThat(world.only().step()).contains(new NextStep.DeadLetter("expired"));
        assertThat(world.only().report()).isEmpty();
        assertThat(world.begun).isEmpty();
        assertThat(world.places.taken()).isZero();
    }

    @Test
    void aDeliveryThatIsAlmostDueWaitsForItsTime() {
        world.subscribe(A, 32);
        world.lanes.accept(List.of(world.job("1", A, LaneWorld.PARTITION, NOW.plusMillis(1500))));

        world.loop.advance(Duration.ofMillis(1499));
        assertThat(world.begun).isEmpty();
        world.loop.advance(Duration.ofMillis(2));

        assertThat(world.begun).containsExactly("1");
    }

    @Test
    void givingUpPartitionsReturnsWhatHasNotStartedOfThem() {
        TopicPartition given = new TopicPartition("deliveries", 1);
        world.subscribe(A, 1);
        world.lanes.accept(List.of(
                world.job("running", A, given, Instant.EPOCH),
                world.job("kept", A),
                world.job("given", A, given, Instant.EPOCH),
                world.job("given later", A, given, NOW.plusSeconds(2)),
                world.job("kept later", A, LaneWorld.PARTITION, NOW.plusSeconds(2))));

        world.lanes.release(Set.of(given));

        assertThat(world.finishedIds()).containsExactlyInAnyOrder("given", "given later");
        assertThat(world.finished).allSatisfy(end -> assertThat(end.step()).isEmpty());
        world.deliver("running");
        world.deliver("kept");
        world.loop.advance(Duration.ofSeconds(3));
        assertThat(world.begun).containsExactly("running", "kept", "kept later");
    }

    @Test
    void anAttemptThatEndsInAnExceptionCountsAsAFailure() {
        world.subscribe(A, 1);
        world.accept(A, "1", "2");

        world.open.remove(0).answer().completeExceptionally(new IllegalStateException("a bug"));
        world.loop.run();

        Finished end = world.only();
        assertThat(end.step()).contains(new NextStep.Retry(NOW.plusSeconds(5)));
        assertThat(end.report().orElseThrow().outcome().reason()).contains("internal");
        assertThat(world.begun).as("the lane goes on").containsExactly("1", "2");
    }

    @Test
    void anAttemptThatCannotEvenBeginCountsAsAFailure() {
        CallbackLanes failing = new CallbackLanes(
                world.loop,
                world.loop,
                new LaneSettings(
                        10,
                        10,
                        100,
                        LaneWorld.PATIENCE,
                        LaneWorld.DEFERRAL,
                        LaneWorld.SUSPEND_AFTER,
                        LaneWorld.SUSPENDED_FOR),
                world.parts((callback, delivery, mayStart) -> {
                    throw new IllegalStateException("a bug");
                }),
                world.finished::add);
        world.subscribe(A, 1);

        failing.accept(List.of(world.job("1", A), world.job("2", A)));
        world.loop.run();

        assertThat(world.finishedIds()).containsExactly("1", "2");
        assertThat(world.places.taken()).isZero();
    }

    @Test
    void aReportNamesTheCallbackWithoutItsQuery() {
        world.subscribe(A, 1);
        world.accept(A, "1");
        world.loop.advance(Duration.ofSeconds(1));
        world.deliver("1");

        Finished.Report report = world.only().report().orElseThrow();

        assertThat(report.url().map(HttpUrl::withoutQuery)).contains("https://hooks.example.com/in");
        assertThat(report.startedAt()).isEqualTo(NOW);
        assertThat(world.only().step()).contains(new NextStep.Complete());
    }
}
