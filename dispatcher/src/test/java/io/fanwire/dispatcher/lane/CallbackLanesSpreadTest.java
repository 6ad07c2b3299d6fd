package io.fanwire.dispatcher.lane;

import static io.fanwire.dispatcher.fixture.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.DeliveryPartition;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A subscription whose deliveries come from several partitions has a lane in each, and its bounds hold for all of them together. */
final class CallbackLanesSpreadTest {
    private static final SubscriptionKey A = key("a");
    private static final int PARTITIONS = 4;
    private static final int HOME = DeliveryPartition.of(A, PARTITIONS);

    private final Shares shares = new Shares(() -> PARTITIONS);
    private final LaneWorld world = new LaneWorld(1000, 256, 1_000_000, shares);

    private static TopicPartition partition(int fromHome) {
        return new TopicPartition("deliveries", (HOME + fromHome) % PARTITIONS);
    }

    private void accept(int fromHome, int count) {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            jobs.add(world.job(fromHome + "-" + i, A, partition(fromHome), Instant.EPOCH));
        }
        world.lanes.accept(jobs);
        world.loop.run();
    }

    @Test
    void whileItIsNotSpreadTheHomeHasAll() {
        world.subscribe(A, 12);

        accept(0, 50);

        assertThat(world.open).hasSize(12);
    }

    @Test
    void whileItIsSpreadAllHaveNoMoreThanOneWouldHave() {
        world.subscribe(A, 16);
        shares.spread(A, world.loop.instant());

        for (int i = 0; i < PARTITIONS; i++) {
            accept(i, 50);
        }

        assertThat(world.open).hasSize(16);
        assertThat(world.begun).as("each partition has its part").anyMatch(id -> id.startsWith("3-"));
    }

    @Test
    void whatIsLeftElsewhereHasAPartOnly() {
        world.subscribe(A, 16);

        accept(2, 50);

        assertThat(world.open).hasSize(4);
    }

    @Test
    void afterAMinuteTheHomeHasAllAgain() {
        world.subscribe(A, 16);
        shares.spread(A, world.loop.instant());
        accept(0, 20);
        assertThat(world.open).hasSize(4);

        world.loop.advance(Duration.ofSeconds(61));
        accept(0, 40);

        assertThat(world.open).hasSize(16);
    }

    @Test
    void aRateHoldsForAllTogether() {
        Optional<Subscription.RateLimit> rate = Optional.of(new Subscription.RateLimit(10, Duration.ofSeconds(1)));
        world.subscribe(A, plain -> Samples.with(plain, rate, true));
        shares.spread(A, world.loop.instant());
        for (int i = 0; i < PARTITIONS; i++) {
            accept(i, 50);
        }
        for (int ms = 0; ms < 4_000; ms += 10) {
            world.loop.advance(Duration.ofMillis(10));
            List.copyOf(world.open)
                    .forEach(open -> world.deliver(open.delivery().id()));
        }

        assertThat(world.begun).hasSizeBetween(36, 48);
    }

    @Test
    void onlyTheHomeSaysThatItFailsForLong() {
        world.subscribe(A, 32);
        for (int from : List.of(0, 1)) {
            accept(from, 1);
            world.answer(from + "-0", LaneWorld.FAILED);
        }
        world.loop.advance(Duration.ofMinutes(11));
        for (int from : List.of(0, 1)) {
            accept(from, 1);
            world.answer(from + "-0", LaneWorld.FAILED);
        }

        assertThat(world.finished.stream().flatMap(end -> end.health().stream()))
                .singleElement()
                .isInstanceOf(CallbackHealth.Failing.class);
        assertThat(world.finished.get(2).health()).as("the home").isPresent();
    }

    @Test
    void fewerInFlightAreDividedAmongAllThatHaveSomethingLeft() {
        world.subscribe(A, 8);
        for (int i = 0; i < PARTITIONS; i++) {
            accept(i, 50);
        }

        assertThat(world.open.stream().filter(open -> !open.delivery().id().startsWith("0-")))
                .as("two in each partition but the home")
                .hasSize(6);
    }

    @Test
    void aFailureElsewhereThatIsLongPastSuspendsNothing() {
        world.subscribe(A, 32);
        accept(1, 1);
        world.answer("1-0", LaneWorld.FAILED);
        world.loop.advance(LaneWorld.SUSPEND_AFTER.plusDays(1));

        Job old = world.job("later", A, partition(1), Instant.EPOCH);
        Delivery later = old.delivery().with(Delivery.Progress.first(world.loop.instant()));
        world.lanes.accept(List.of(new Job(old.source(), later)));
        world.loop.run();
        world.answer("later", LaneWorld.FAILED);

        assertThat(world.finished).hasSize(2).allMatch(end -> end.health().isEmpty());
    }

    @Test
    void aPartitionThatGoesTakesItsOwnLaneOnly() {
        world.subscribe(A, 32);
        world.failingSince = Optional.of(Instant.EPOCH);
        accept(1, 30);
        accept(2, 30);
        int before = world.open.size();

        world.lanes.release(Set.of(partition(1)));

        assertThat(world.finishedIds()).isNotEmpty().allMatch(id -> id.startsWith("1-"));
        assertThat(world.open).hasSize(before);
    }
}
