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
        assertThat(world.committed(world.zero)).isZero();
    }

    @Test
    void aLeaseThatRanOutTakesHalfItsLengthOfPollsToComeBack() {
        AtomicLong nanos = new AtomicLong();
        PollLease lease = new PollLease(Duration.ofNanos(160), nanos::get);
        assertThat(lease.valid()).as("before the first poll").isFalse();
        lease.renew();
        nanos.set(159);
        assertThat(lease.valid()).isTrue();
        nanos.set(160);
        assertThat(lease.valid()).isFalse();

        lease.renew();
        pollFor(79, nanos, lease);
        assertThat(lease.valid()).isFalse();
        pollFor(1, nanos, lease);

        assertThat(lease.valid()).isTrue();
    }

    @Test
    void aLongGapBeforeItIsBackCountsLittleAndAnotherFreezeStartsAgain() {
        AtomicLong nanos = new AtomicLong();
        PollLease lease = new PollLease(Duration.ofNanos(160), nanos::get);
        lease.renew();
        nanos.set(200);
        lease.renew();
        pollFor(70, nanos, lease);
        nanos.addAndGet(1000);
        lease.renew();
        pollFor(20, nanos, lease);

        nanos.addAndGet(150);
        lease.renew();
        assertThat(lease.valid()).isFalse();
        pollFor(49, nanos, lease);
        assertThat(lease.valid()).isFalse();
        pollFor(1, nanos, lease);

        assertThat(lease.valid()).isTrue();
    }

    @Test
    void aLeaseThatWasEndedNeverComesBack() {
        AtomicLong nanos = new AtomicLong();
        PollLease lease = new PollLease(Duration.ofNanos(160), nanos::get);
        lease.renew();

        lease.end();

        assertThat(lease.valid()).isFalse();
        pollFor(1000, nanos, lease);
        assertThat(lease.valid()).isFalse();
    }

    private static void pollFor(long time, AtomicLong nanos, PollLease lease) {
        for (long end = nanos.get() + time; nanos.get() < end; ) {
            nanos.incrementAndGet();
            lease.renew();
        }
    }
}
