package io.fanwire.dispatcher.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lives of a process with several workers, one of whose records ends it a while after it was begun: that one is given up, no other. */
class CulpritTest {
    private static final int RECORDS = 40;
    private static final int PARTITIONS = 6;

    /** Three until the partition is suspicious, two over the named record; the others moved its mark, which frees it. */
    private static final int MOST_ENDS = 30;

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void onlyTheCulpritIsGivenUp(int seed) {
        World world = new World(new Random(seed));

        for (int ends = 0; !world.life(); ends++) {
            assertThat(ends).as("processes that ended, seed %d", seed).isLessThan(MOST_ENDS);
        }

        assertThat(world.givenUp).as("seed %d", seed).containsExactly(world.culprit);
    }

    private record Place(TopicPartition partition, long offset) {}

    private static final class World {
        private final Random random;
        private final Map<TopicPartition, OffsetAndMetadata> durable = new HashMap<>();
        private final Set<Place> givenUp = new HashSet<>();
        private final Place culprit;
        private final int workers;
        private final int endsAfter;
        private final double speed;
        private int left;

        World(Random random) {
            this.random = random;
            for (int number = 0; number < PARTITIONS; number++) {
                durable.put(new TopicPartition("deliveries", number), new OffsetAndMetadata(0, ""));
            }
            culprit = new Place(
                    new TopicPartition("deliveries", random.nextInt(PARTITIONS)),
                    random.nextInt(1 + random.nextInt(RECORDS)));
            workers = 1 + random.nextInt(3);
            endsAfter = random.nextInt(12);
            speed = Math.pow(10, -2.3 + 2 * random.nextDouble());
        }

        /** Whether it came to the end of all records. */
        boolean life() {
            Examination examination = new Examination();
            List<Assignment> all = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                all.add(new Assignment(examination));
            }
            durable.forEach((partition, committed) -> {
                Assignment assignment = all.get(partition.partition() % workers);
                assignment.add(List.of(partition));
                assignment.restored(partition, committed);
            });
            left = Integer.MAX_VALUE;
            for (int turn = 0; durable.values().stream().anyMatch(committed -> committed.offset() < RECORDS); turn++) {
                assertThat(turn).as("turns").isLessThan(100_000);
                for (Assignment assignment : all) {
                    assignment.partitions().forEach(partition -> turn(assignment, partition));
                    if (random.nextDouble() < 0.3) {
                        Map<TopicPartition, OffsetAndMetadata> offsets = assignment.toCommit(Set.of());
                        durable.putAll(offsets);
                        assignment.committed(offsets);
                    }
                    if (left-- <= 0) {
                        return false;
                    }
                }
            }
            return true;
        }

        private void turn(Assignment assignment, TopicPartition partition) {
            PartitionProgress progress = assignment.progress(partition).orElseThrow();
            for (long offset = progress.mark(); offset < progress.mark() + progress.window(); offset++) {
                if (random.nextDouble() < speed && !new Place(partition, offset).equals(culprit)) {
                    progress.done(offset);
                }
            }
            Optional<Quarantine.Decision> decision = Optional.of(Quarantine.Decision.GO);
            while (decision.isPresent() && progress.mark() + progress.window() < RECORDS) {
                decision = handOut(assignment, progress, new Place(partition, progress.mark() + progress.window()));
            }
        }

        /** Empty when the record has to wait. */
        private Optional<Quarantine.Decision> handOut(Assignment assignment, PartitionProgress progress, Place place) {
            if (progress.doneBefore(place.offset())) {
                progress.received(place.offset(), 1);
                return Optional.of(Quarantine.Decision.GO);
            }
            Quarantine.Decision decision = assignment.decide(progress, place.offset());
            if (decision == Quarantine.Decision.WAIT) {
                return Optional.empty();
            }
            progress.received(place.offset(), 1);
            if (decision != Quarantine.Decision.GO) {
                givenUp.add(place);
                progress.done(place.offset());
            } else if (place.equals(culprit)) {
                left = Math.min(left, endsAfter);
            }
            return Optional.of(decision);
        }
    }
}
