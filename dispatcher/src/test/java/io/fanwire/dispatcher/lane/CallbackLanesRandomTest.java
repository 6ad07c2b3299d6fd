package io.fanwire.dispatcher.lane;

import static io.fanwire.dispatcher.fixture.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.fixture.Seeds;
import io.fanwire.schemas.DeliveryPartition;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Whatever happens in whatever order: every accepted job ends exactly once, and every place comes back. */
final class CallbackLanesRandomTest {
    private static final int RUNS = 50;
    private static final int STEPS = 400;
    private static final int MAX_IN_FLIGHT = 30;
    private static final int LANE_LIMIT = 2;

    private final List<SubscriptionKey> keys = new ArrayList<>();
    private int accepted;

    @Test
    void everyJobEndsOnceAndEveryPlaceComesBack() {
        for (int i = 0; i < 20; i++) {
            keys.add(key("sub" + i));
        }
        for (int run = 0; run < RUNS; run++) {
            schedule(Seeds.SEED + run);
        }
    }

    private void schedule(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        LaneWorld world = new LaneWorld(MAX_IN_FLIGHT, 5);
        accepted = 0;
        for (int step = 0; step < STEPS; step++) {
            act(world, random);
            check(world, seed);
        }

        keys.forEach(key -> world.subscribe(key, LANE_LIMIT));
        world.loop.advance(Duration.ofSeconds(20));
        while (!world.open.isEmpty()) {
            world.deliver(world.open.get(0).delivery().id());
        }

        assertThat(world.finished).as("seed %d", seed).hasSize(accepted);
        assertThat(world.places.taken()).as("seed %d", seed).isZero();
    }

    private void act(LaneWorld world, RandomGenerator random) {
        SubscriptionKey key = keys.get(random.nextInt(keys.size()));
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                List<Job> jobs = new ArrayList<>();
                for (int i = random.nextInt(6); i >= 0; i--) {
                    Instant due = random.nextBoolean()
                            ? Instant.EPOCH
                            : world.loop.instant().plusMillis(random.nextInt(4000));
                    SubscriptionKey to = keys.get(random.nextInt(keys.size()));
                    jobs.add(world.job(Integer.toString(accepted++), to, partitionOf(to), due));
                }
                world.lanes.accept(jobs);
                world.loop.run();
            }
            case 3, 4, 5 -> {
                if (!world.open.isEmpty()) {
                    end(world, world.open.remove(random.nextInt(world.open.size())), random);
                }
            }
            case 6 -> world.lookups.put(key, lookup(key, random));
            default -> {
                if (random.nextInt(10) == 0) {
                    world.lanes.release(Set.of(partition(random)));
                }
                world.loop.advance(Duration.ofMillis(random.nextInt(500)));
            }
        }
    }

    private static void end(LaneWorld world, LaneWorld.Open attempt, RandomGenerator random) {
        switch (random.nextInt(3)) {
            case 0 -> attempt.answer().complete(Optional.of(new AttemptOutcome.Delivered(200)));
            case 1 ->
                attempt.answer()
                        .complete(Optional.of(
                                new AttemptOutcome.Failed(ErrorClass.RESET, Optional.empty(), Optional.empty())));
            default -> attempt.answer().completeExceptionally(new IllegalStateException("a bug"));
        }
        if (random.nextBoolean()) {
            world.loop.run();
        }
    }

    private static TopicPartition partition(RandomGenerator random) {
        return new TopicPartition("deliveries", random.nextInt(4));
    }

    private static TopicPartition partitionOf(SubscriptionKey key) {
        return new TopicPartition("deliveries", DeliveryPartition.of(key, 4));
    }

    private static Lookup lookup(SubscriptionKey key, RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> new Lookup.NotYet();
            case 1 -> new Lookup.Deleted();
            case 2 -> new Lookup.Broken("no secret", 17);
            default -> LaneWorld.found(key, LANE_LIMIT);
        };
    }

    private static void check(LaneWorld world, long seed) {
        assertThat(world.places.taken())
                .as("seed %d", seed)
                .isEqualTo(world.open.size())
                .isLessThanOrEqualTo(MAX_IN_FLIGHT);
        Set<Source> ended = new HashSet<>();
        world.finished.forEach(end -> assertThat(ended.add(end.job().source()))
                .as("seed %d: %s ended twice", seed, end.job().source())
                .isTrue());
        world.open.stream()
                .map(attempt -> attempt.delivery().subscription())
                .distinct()
                .forEach(key -> assertThat(world.open.stream()
                                .filter(attempt ->
                                        attempt.delivery().subscription().equals(key)))
                        .as("seed %d: attempts to %s", seed, key)
                        .hasSizeLessThanOrEqualTo(LANE_LIMIT));
    }
}
