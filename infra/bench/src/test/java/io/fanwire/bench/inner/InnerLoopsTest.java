package io.fanwire.bench.inner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.RunnerException;

/** Every benchmark does what its figure is said to be of, and gives one. */
class InnerLoopsTest {
    /** In this JVM, for as long as it takes to see that they work. */
    private static final Effort GLIMPSE = new Effort(0, 0, 1, Duration.ofMillis(20));

    @Test
    void everyBenchmarkDoesItsWorkAndTellsItsTimeAndItsBytes() throws RunnerException {
        List<InnerRow> seen = new ArrayList<>();

        List<InnerRow> rows = InnerLoops.run(InnerLoops.all(name -> true), GLIMPSE, seen::add);

        assertThat(rows)
                .isEqualTo(seen)
                .allMatch(row -> row.nanos() > 0 && row.bytes() > 0)
                .extracting(InnerRow::what)
                .contains(
                        "schemas.RecordSerde.readDelivery",
                        "dispatcher.http.Requests.signedRequest",
                        "dispatcher.consume.PartitionProgress.passed",
                        "dispatcher.lane.CallbackLanes.job",
                        "dispatcher.order.OrderedLanes.alone",
                        "router.SubscriptionIndex.matching subscriptions=10",
                        "router.SubscriptionIndex.matching subscriptions=1000",
                        "router.Expressions.filter");
    }

    @Test
    void thoseAreRunWhoseShownNameIsWanted() {
        assertThat(InnerLoops.all(name -> name.equals("router.Expressions.filter")))
                .containsExactly("io.fanwire.router.ExpressionsBenchmark.filter");
    }

    @Test
    void whatDidNotDoItsWorkHasNoFigure() {
        Proof.that(true, "all is well");

        assertThatThrownBy(() -> Proof.that(false, "nothing came")).hasMessageContaining("nothing came");
    }
}
