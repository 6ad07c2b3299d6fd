package io.fanwire.dispatcher.order;

import io.fanwire.bench.inner.Proof;
import io.fanwire.bench.inner.Samples;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Ordered deliveries from their arrival to the end of their attempt: one that is alone in its lane, and ten of one key in turn. */
@State(Scope.Thread)
public class OrderedLanesBenchmark {
    private static final int KEYS = 1_000;
    private static final int ROW = 10;

    private final OrderedLanes lanes = new OrderedLanes(
            new OrderedLanes.Limits(
                    "fanwire.deliveries.held", 256, 5_000, 10_000, Duration.ofSeconds(15), Duration.ofHours(13)),
            subscription -> false,
            delivery -> false);
    private final List<Delivery> deliveries = IntStream.range(0, KEYS)
            .mapToObj(n -> Samples.delivery(Samples.KEY, Subscription.Ordering.KEY, "customer-" + n, Samples.NOW))
            .toList();
    private final Ending delivered = new Ending.Delivered();
    private long arrived;
    private long ended;

    @Benchmark
    public void alone() {
        end(arrive(next()));
    }

    @Benchmark
    @OperationsPerInvocation(ROW)
    public void tenOfOneKey() {
        Delivery delivery = next();
        Change change = arrive(delivery);
        for (int n = 1; n < ROW; n++) {
            arrive(delivery);
        }
        for (int n = 0; n < ROW; n++) {
            change = end(change);
        }
    }

    @TearDown
    public void prove() {
        Proof.that(arrived > 0 && ended == arrived, "of " + arrived + " deliveries ended " + ended);
        boolean busy = deliveries.stream()
                .anyMatch(delivery -> lanes.knows(LaneId.of(delivery).orElseThrow()));
        Proof.that(!busy && lanes.held() == 0, "nothing is left in the lanes");
    }

    private Delivery next() {
        return deliveries.get((int) (arrived % KEYS));
    }

    private Change arrive(Delivery delivery) {
        return lanes.arrived(new Spot("fanwire.deliveries", arrived++), delivery, Samples.NOW);
    }

    /** Ends the attempt that a change starts. */
    private Change end(Change change) {
        Change.Attempt attempt = (Change.Attempt) change.starts().get(0);
        ended++;
        return lanes.ended(attempt.spot(), attempt.delivery(), delivered).orElseThrow();
    }
}
