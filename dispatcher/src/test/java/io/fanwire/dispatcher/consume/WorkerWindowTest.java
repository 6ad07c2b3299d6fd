package io.fanwire.dispatcher.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.schemas.Payload;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Callbacks that never answer do not stop the partition that they share with others, and a restart repeats nothing for it. */
final class WorkerWindowTest {
    private static final int HEALTHY = Assignment.MAX_WINDOW + 4_000;

    private final WorkerWorld world = new WorkerWorld(500, 20_000);

    private void append(String id, String subscription) {
        world.append(
                world.zero,
                Samples.delivery(id, Samples.key(subscription), Payload.utf8("x"), "application/octet-stream"));
    }

    private void appendHealthy() {
        for (int n = 0; n < HEALTHY; n++) {
            append("healthy " + n, "healthy " + n % 50);
        }
    }

    private long healthyBegun() {
        return world.begun.stream().filter(id -> id.startsWith("healthy")).count();
    }

    @Test
    void oneAttemptThatHangsHoldsNobodyUp() {
        world.hangs = delivery -> delivery.id().startsWith("hangs");
        append("hangs", "ill");
        appendHealthy();
        world.consumer.own(Optional.of(0L), world.zero);

        world.live(Duration.ofSeconds(5));

        assertThat(healthyBegun()).isEqualTo(HEALTHY);
        assertThat(world.committed(world.zero)).isZero();
        world.consumer.lose(world.zero);
        world.consumer.own(Optional.empty(), world.zero);
        world.live(Duration.ofSeconds(5));
        assertThat(world.begun.size()).as("the one again, and nothing else").isEqualTo(HEALTHY + 2);
    }

    @Test
    void whatWaitsForManyThatHangMakesWayWithinSeconds() {
        world.hangs = delivery -> delivery.id().startsWith("hangs");
        for (int n = 0; n < 20 * 250; n++) {
            append("hangs " + n, "ill " + n % 20);
        }
        appendHealthy();
        world.consumer.own(Optional.of(0L), world.zero);

        world.live(Duration.ofSeconds(7));

        assertThat(healthyBegun()).isEqualTo(HEALTHY);
    }
}
