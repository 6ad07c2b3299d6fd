package io.fanwire.dispatcher.consume;

import static io.fanwire.dispatcher.fixture.Samples.KEY;
import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static io.fanwire.dispatcher.fixture.Samples.delivery;
import static io.fanwire.dispatcher.fixture.Samples.progress;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A worker that freezes: what it held must not be sent before it has heard from its group. */
final class WorkerLeaseTest {
    private final WorkerWorld world = new WorkerWorld();

    /** A delivery that its timer would start in the middle of a freeze longer than the lease. */
    private void freezeWithADeliveryDue() {
        world.append(world.zero, delivery("1", KEY).with(progress(1, NOW.plusSeconds(4))));
        world.consumer.own(Optional.of(0L), world.zero);
        world.live(Duration.ofMillis(500));
        // The whole process stands still: its timers are late too.
        world.loop.freeze(WorkerWorld.LEASE.plusSeconds(1));
        world.loop.run();
    }

    @Test
    void nothingStartsWhileTheLeaseHasRunOut() {
        freezeWithADeliveryDue();

        assertThat(world.begun).isEmpty();
        world.live(Duration.ofSeconds(1));
        assertThat(world.begun).as("the first polls answer from memory").isEmpty();
    }

    @Test
    void whatWasHeldBackIsSentOnceTheLeaseIsRenewed() {
        freezeWithADeliveryDue();

        world.live(WorkerWorld.LEASE);

        assertThat(world.begun).containsExactly("1");
        assertThat(world.committed(world.zero)).isEqualTo(1);
    }

    @Test
    void whatWasLostDuringTheFreezeIsNeverSent() {
        freezeWithADeliveryDue();
        world.live(Duration.ofSeconds(1));
        world.consumer.lose(world.zero);

        world.live(WorkerWorld.LEASE.multipliedBy(2));

        assertThat(world.begun).isEmpty();
        assertThat(world.committed(world.zero)).isEqualTo(-1);
    }

    @Test
    void aLeaseThatRanOutTakesHalfItsLengthOfPollsToComeBack() {
        AtomicLong nanos = new AtomicLong();
        PollLease lease = new PollLease(Duration.ofNanos(100), nanos::get);
        assertThat(lease.valid()).as("before the first poll").isFalse();
        lease.renew();
        nanos.set(99);
        assertThat(lease.valid()).isTrue();
        nanos.set(100);
        assertThat(lease.valid()).isFalse();

        lease.renew();
        nanos.set(149);
        lease.renew();
        assertThat(lease.valid()).isFalse();
        nanos.set(150);
        lease.renew();

        assertThat(lease.valid()).isTrue();
    }
}
