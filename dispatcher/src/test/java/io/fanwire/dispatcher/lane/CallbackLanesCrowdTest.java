package io.fanwire.dispatcher.lane;

import static io.fanwire.dispatcher.fixture.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Who makes way when a partition is held up by what waits. */
final class CallbackLanesCrowdTest {
    private static final SubscriptionKey A = key("a");
    private static final TopicPartition OTHER = new TopicPartition("deliveries", 1);

    private final LaneWorld world = new LaneWorld(1_000, 256);

    private static String[] numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
    }

    @Test
    void whatWaitsForACallbackThatIsBehindGoesAfterASecond() {
        world.subscribe(A, 1);
        world.accept(A, numbers(0, 20));
        world.loop.advance(Duration.ofSeconds(2));
        assertThat(world.finished).as("nobody is held up").isEmpty();

        world.lanes.crowded(Set.of(LaneWorld.PARTITION));
        world.accept(A, "fresh");
        world.loop.advance(Duration.ofMillis(600));

        assertThat(world.finishedIds()).containsExactly(numbers(1, 20));
        world.loop.advance(Duration.ofSeconds(1));
        assertThat(world.finishedIds()).hasSize(20).contains("fresh");
    }

    @Test
    void whatIsOfAnotherPartitionMayStay() {
        world.subscribe(A, 1);
        world.lanes.accept(List.of(world.job("other", A, OTHER, Instant.EPOCH)));
        world.lanes.accept(List.of(world.job("other too", A, OTHER, Instant.EPOCH)));
        world.lanes.crowded(Set.of(LaneWorld.PARTITION));

        world.loop.advance(Duration.ofSeconds(5));

        assertThat(world.finished).isEmpty();
    }

    @Test
    void whatACallbackWillTakeWithinASecondMayStay() {
        world.subscribe(A, 1);
        world.lanes.crowded(Set.of(LaneWorld.PARTITION));
        world.accept(A, numbers(0, 30));

        for (int n = 0; n < 20; n++) {
            world.deliver(Integer.toString(n));
            world.loop.advance(Duration.ofMillis(80));
        }

        assertThat(world.finishedIds()).containsExactly(numbers(0, 20));
    }
}
