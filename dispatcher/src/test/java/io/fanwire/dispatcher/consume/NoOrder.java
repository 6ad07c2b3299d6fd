package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.fixture.MockSerdes;
import io.fanwire.dispatcher.jobs.Jobs;
import io.fanwire.dispatcher.order.OrderedLanes;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.JobTable;
import io.fanwire.schemas.LaneMark;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;

/** For workers whose deliveries wait for no other. */
final class NoOrder implements HeldReading, HeadSearch, Jobs {
    private final JobTable table = new JobTable();

    private NoOrder() {}

    static Ordering with(Topics topics) {
        return with(topics, records(topics));
    }

    /** For many workers of one thread: records can be made once for all of them. */
    static Ordering with(Topics topics, LaneRecords records) {
        NoOrder none = new NoOrder();
        return new Ordering(
                none,
                none,
                none,
                records,
                new OrderedLanes.Limits(topics.held(), 8, 64, 8, Duration.ofSeconds(15), Duration.ofHours(1)),
                subscription -> false,
                delivery -> false,
                subscription -> Optional.empty(),
                count -> {});
    }

    /** With serdes of their own, which look through the whole class path. */
    static LaneRecords records(Topics topics) {
        AvroSerdes serdes = MockSerdes.of(topics);
        return new LaneRecords(topics, serdes.deliveries(), serdes.subscriptionStates(), serdes.jobs());
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

    @Override
    public void begin(Map<TopicPartition, Long> from, LaneMark.Head head) {
        throw new IllegalStateException("no head waits");
    }

    @Override
    public Optional<Answer> turn() {
        return Optional.empty();
    }

    @Override
    public void end() {
        // there was no search
    }

    @Override
    public JobTable table() {
        return table;
    }

    @Override
    public CompletionStage<Void> current(int partition) {
        return CompletableFuture.completedFuture(null);
    }
}
