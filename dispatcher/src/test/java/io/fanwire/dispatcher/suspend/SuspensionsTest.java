package io.fanwire.dispatcher.suspend;

import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static io.fanwire.dispatcher.fixture.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.fixture.Seeds;
import io.fanwire.dispatcher.lane.CallbackHealth;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.SubscriptionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class SuspensionsTest {
    private static final SubscriptionKey A = key("a");
    private static final SubscriptionKey B = key("b");
    private static final Optional<CallbackHealth> UNCHANGED = Optional.empty();

    private final SuspendWorld world = new SuspendWorld(3);

    private static Optional<CallbackHealth> gone(long position) {
        return Optional.of(new CallbackHealth.Suspended("gone", position));
    }

    @Test
    void aPausedSubscriptionGetsAllBackInOrderWhenItIsEnabled() {
        world.subscription(A, 1, false);
        world.subscription(B, 2, false);
        world.turn(true);
        for (int i = 0; i < 10; i++) {
            world.suspend("a" + i, A, UNCHANGED);
            world.suspend("b" + i, B, UNCHANGED);
            world.turn(true);
        }
        world.settle();
        assertThat(world.back).as("it is still paused").isEmpty();

        world.subscription(A, 3, true);
        world.settle();

        assertThat(world.backIds()).containsExactly("a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9");
        assertThat(world.durable(A)).as("nothing is left to remember").isEmpty();
        assertThat(world.durable(B)).isPresent();
    }

    @Test
    void theTimeItStoodStillDoesNotMakeADeliveryOlder() {
        world.subscription(A, 1, false);
        world.turn(true);
        world.suspend("a", A, UNCHANGED);
        world.commit();
        world.now = world.now.plus(Duration.ofDays(2));
        world.subscription(A, 2, true);

        world.settle();

        assertThat(world.back.get(0).progress().firstSeen()).isAfterOrEqualTo(NOW.plus(Duration.ofDays(2)));
    }

    @Test
    void oneThatIsGoneStandsStillUntilItIsWrittenAgain() {
        world.subscription(A, 5, true);
        world.turn(true);
        world.suspend("a", A, gone(5));
        world.commit();
        assertThat(world.owner.reason(A, 5)).contains("gone");
        world.kill();
        assertThat(world.owner.reason(A, 5)).as("the next owner knows").contains("gone");
        world.settle();
        assertThat(world.back).isEmpty();

        world.subscription(A, 6, true);
        assertThat(world.owner.reason(A, 6)).isEmpty();
        world.settle();

        assertThat(world.backIds()).containsExactly("a");
        assertThat(world.durable(A)).isEmpty();
    }

    @Test
    void whatAnotherPartitionSuspendedStandsStillHereToo() {
        world.subscription(A, 5, true);
        world.turn(true);
        world.elsewhere = Optional.of(new SubscriptionState.Suspension("gone", NOW, 5));
        assertThat(world.owner.reason(A, 5)).contains("gone");
        world.suspend("a", A, UNCHANGED);
        world.commit();
        world.settle();
        assertThat(world.back).as("it stands still").isEmpty();

        world.subscription(A, 6, true);
        world.settle();

        assertThat(world.backIds()).as("written again").containsExactly("a");
    }

    @Test
    void whatADeletedSubscriptionLeftGoesBackToBeCancelled() {
        world.subscription(A, 1, false);
        world.turn(true);
        world.suspend("a", A, UNCHANGED);
        world.commit();
        world.lookups.remove(A);

        world.settle();

        assertThat(world.backIds()).containsExactly("a");
        assertThat(world.durable(A)).isEmpty();
    }

    @Test
    void whatWaitedForTooLongGoesBackAsItIs() {
        world.subscription(A, 1, false);
        world.turn(true);
        world.suspend("old", A, UNCHANGED);
        world.commit();
        world.now = world.now.plus(Duration.ofDays(10));
        world.suspend("young", A, UNCHANGED);
        world.commit();
        world.settle();
        assertThat(world.back).isEmpty();
        world.now = world.now.plus(Duration.ofDays(4));

        world.settle();

        assertThat(world.backIds()).containsExactly("old");
        assertThat(world.back.get(0).progress().firstSeen()).isBefore(NOW.plus(Duration.ofDays(1)));
        assertThat(world.durable(A)).isPresent();
    }

    @Test
    void aLongFailureIsRememberedAndForgotten() {
        world.subscription(A, 1, true);
        world.turn(true);
        world.suspend("x", A, Optional.of(new CallbackHealth.Failing(NOW)));
        world.commit();
        assertThat(world.durable(A).orElseThrow().failingSince()).contains(NOW);

        world.suspend("y", A, Optional.of(new CallbackHealth.Healthy()));
        world.commit();

        assertThat(world.durable(A).flatMap(state -> state.failingSince())).isEmpty();
    }

    @Test
    void eachComesBackOnceHoweverOftenItsOwnerIsKilled() {
        RandomGenerator seeds = Seeds.random();
        for (int n = 0; n < 200; n++) {
            play(seeds.nextLong());
        }
    }

    private void play(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        SuspendWorld played = new SuspendWorld(1 + random.nextInt(5));
        long position = 0;
        List<String> durable = new ArrayList<>();
        List<String> open = new ArrayList<>();
        boolean[] enabled = {false, false};
        List<SubscriptionKey> keys = List.of(A, B);
        played.subscription(A, position++, false);
        played.subscription(B, position++, false);
        played.turn(true);
        for (int step = 0; step < 120; step++) {
            int who = random.nextInt(2);
            switch (random.nextInt(10)) {
                case 0 -> {
                    open.clear();
                    played.kill();
                }
                case 1 -> {
                    enabled[who] = !enabled[who];
                    played.subscription(keys.get(who), position++, enabled[who]);
                }
                case 2, 3, 4 -> {
                    if (!enabled[who]) {
                        open.add(keys.get(who).id() + step);
                        played.suspend(keys.get(who).id() + step, keys.get(who), UNCHANGED);
                    }
                }
                case 5, 6 -> played.turn(false);
                default -> {
                    played.turn(true);
                    durable.addAll(open);
                    open.clear();
                }
            }
        }
        played.commit();
        durable.addAll(open);
        played.subscription(A, position++, true);
        played.subscription(B, position, true);
        played.settle();

        assertThat(played.backIds())
                .as("seed %d", seed)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(durable);
        assertThat(played.durable(A)).as("seed %d", seed).isEmpty();
    }
}
