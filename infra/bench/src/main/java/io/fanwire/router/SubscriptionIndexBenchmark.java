package io.fanwire.router;

import io.fanwire.bench.inner.Proof;
import io.fanwire.bench.inner.Samples;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.SubscriptionKey;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An event against the subscriptions of its tenant, of which a tenth wants its type, and one more a wildcard that it meets. */
@State(Scope.Thread)
public class SubscriptionIndexBenchmark {
    private static final List<String> TYPES = List.of(
            "order.paid",
            "order.created",
            "order.sent",
            "order.returned",
            "order.lost",
            "refund.paid",
            "refund.created",
            "refund.sent",
            "refund.returned",
            "refund.lost");

    @Param({"10", "1000"})
    private int subscriptions = 10;

    private final SubscriptionIndex index = new SubscriptionIndex();
    private final Event event = Samples.event();

    @Setup
    public void subscribe() {
        for (int n = 0; n < subscriptions; n++) {
            put(n, TYPES.get(n % TYPES.size()));
        }
        put(subscriptions, "order.*");
    }

    private void put(int n, String type) {
        SubscriptionKey key = new SubscriptionKey(event.tenant(), "sub_" + n);
        index.put(Samples.subscription(key, List.of(type)), n);
    }

    @Benchmark
    public Object matching() {
        return index.matching(event);
    }

    @TearDown
    public void prove() {
        int found = index.matching(event).size();
        Proof.that(found == subscriptions / TYPES.size() + 1, "of " + subscriptions + " matched " + found);
    }
}
