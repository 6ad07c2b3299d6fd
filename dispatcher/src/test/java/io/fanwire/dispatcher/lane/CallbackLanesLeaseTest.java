package io.fanwire.dispatcher.lane;

import static io.fanwire.dispatcher.fixture.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is checked once more when a request is about to be written. */
final class CallbackLanesLeaseTest {
    private static final SubscriptionKey A = key("a");

    private final LaneWorld world = new LaneWorld(1000, 256);

    @Test
    void nothingStartsWithoutALease() {
        world.subscribe(A, 32);
        world.leased = false;

        world.accept(A, "1", "2");

        assertThat(world.finishedIds()).containsExactly("1", "2");
        assertThat(world.finished).allSatisfy(end -> assertThat(end.step()).isEmpty());
        assertThat(world.begun).isEmpty();
    }

    @Test
    void aLeaseThatRanOutWhileItConnectedSendsNothing() {
        world.subscribe(A, 32);
        world.connectTime = Duration.ofSeconds(1);
        world.accept(A, "1");
        world.leased = false;

        world.loop.advance(Duration.ofSeconds(1));

        assertThat(world.only().step()).isEmpty();
        assertThat(world.begun).isEmpty();
        assertThat(world.places.taken()).isZero();
    }

    @Test
    void aPartitionThatWasLostWhileItConnectedSendsNothing() {
        world.subscribe(A, 32);
        world.connectTime = Duration.ofSeconds(1);
        world.accept(A, "1");
        world.lanes.release(Set.of(LaneWorld.PARTITION));

        world.loop.advance(Duration.ofSeconds(1));

        assertThat(world.only().step()).isEmpty();
        assertThat(world.begun).isEmpty();
    }

    @Test
    void aSubscriptionThatEndsWhileItConnectsGetsNothingMore() {
        world.subscribe(A, 32);
        world.connectTime = Duration.ofSeconds(1);
        world.accept(A, "1");
        world.lookups.put(A, new Lookup.Deleted());

        world.loop.advance(Duration.ofSeconds(1));

        assertThat(world.only().step()).contains(new NextStep.Cancel());
        assertThat(world.begun).isEmpty();
    }
}
