package io.fanwire.dispatcher.lane;

import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static io.fanwire.dispatcher.fixture.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What counts as work of a loop that is late. */
final class CallbackLanesBusyTest {
    private static final SubscriptionKey A = key("a");
    private static final SubscriptionKey B = key("b");

    private final LaneWorld world = new LaneWorld(10_000, 5_000);

    /** By a loop that does not answer for longer than it may. */
    private boolean enough() {
        world.lanes.busy().enough(task -> {});
        LockSupport.parkNanos(2 * Busy.LATE_NANOS);
        return world.lanes.busy().enough(task -> {});
    }

    private static String[] numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
    }

    @Test
    void whatWaitsForACallbackThatTakesNothingIsNoWorkOnceThatIsSeen() {
        world.subscribe(A, 1);
        world.accept(A, numbers(0, 2 * Busy.ENOUGH));
        assertThat(enough()).as("nothing is known of it").isTrue();

        world.loop.advance(Duration.ofMillis(600));

        assertThat(enough()).isFalse();
    }

    @Test
    void whatIsNotDueYetOrWasTakenAwayIsNoWork() {
        List<Job> later = IntStream.range(0, 2 * Busy.ENOUGH)
                .mapToObj(n -> world.job("later " + n, A, LaneWorld.PARTITION, NOW.plusSeconds(3)))
                .toList();
        world.lanes.accept(later);
        assertThat(enough()).isFalse();

        world.subscribe(A, 1);
        world.accept(A, numbers(0, 2 * Busy.ENOUGH));
        assertThat(enough()).isTrue();
        world.lanes.release(Set.of(LaneWorld.PARTITION));

        assertThat(enough()).isFalse();
    }

    @Test
    void whatWaitsForAFastOneIsWorkThoughMoreWaitsForASlowOne() {
        world.subscribe(A, 1);
        world.subscribe(B, 1);
        world.accept(A, numbers(10_000, 14_000));
        world.accept(B, numbers(0, 2 * Busy.ENOUGH + 50));
        for (int n = 0; n < Busy.ENOUGH + 25; n++) {
            world.deliver(Integer.toString(n));
        }
        world.loop.advance(Duration.ofMillis(600));
        assertThat(enough()).isTrue();

        world.deliver(Integer.toString(Busy.ENOUGH + 25));
        for (int n = Busy.ENOUGH + 26; n < 2 * Busy.ENOUGH; n++) {
            world.deliver(Integer.toString(n));
        }

        assertThat(enough()).as("the fast one has taken nearly all").isFalse();
    }
}
