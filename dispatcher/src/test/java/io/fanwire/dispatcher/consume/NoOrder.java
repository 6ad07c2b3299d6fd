package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.fixture.MockSerdes;
import io.fanwire.dispatcher.order.OrderedLanes;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.time.Instant;

/** For workers whose deliveries wait for no other. */
final class NoOrder implements HeldReading {
    private NoOrder() {}

    static Ordering with(Topics topics) {
        return new Ordering(
                new NoOrder(),
                records(topics),
                new OrderedLanes.Limits(topics.held(), 8, 64, 8, Duration.ofSeconds(15), Duration.ofHours(1)),
                subscription -> false,
                delivery -> false);
    }

    private static LaneRecords records(Topics topics) {
        AvroSerdes serdes = MockSerdes.of(topics);
        return new LaneRecords(topics, serdes.deliveries(), serdes.subscriptionStates());
    }

    @Override
    public void assigned(int partition, Finder finder) {
        // nothing is held
    }

    @Override
    public void revoked(int partition) {
        // nothing is known
    }

    @Override
    public void fetch(int partition, long offset) {
        throw new IllegalStateException("nothing is held");
    }

    @Override
    public void turn(Instant now) {
        // nothing to read
    }

    @Override
    public boolean busy() {
        return false;
    }
}
