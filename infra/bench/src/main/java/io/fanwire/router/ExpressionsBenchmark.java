package io.fanwire.router;

import io.fanwire.bench.inner.Proof;
import io.fanwire.bench.inner.Samples;
import io.fanwire.expressions.EventView;
import io.fanwire.expressions.Filter.Verdict;
import io.fanwire.schemas.Event;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A filter of three conditions on an event of 1 KB that meets it: with the body's JSON read already, as for all but the first, and not. */
@State(Scope.Thread)
public class ExpressionsBenchmark {
    private static final String FILTER = "event.type == 'order.paid' && event.data.amount > 100.0"
            + " && event.data.customer.country in ['DE', 'FR', 'IT']";

    private final Expressions<Verdict> filters = Expressions.filters(Expressions.ROOM);
    private final Event event = Samples.event();
    private final EventView read = new EventView(event);

    @Benchmark
    public Object filter() {
        return filters.of(FILTER, read);
    }

    @Benchmark
    public Object filterAndReadBody() {
        return filters.of(FILTER, new EventView(event));
    }

    @TearDown
    public void prove() {
        Verdict verdict = filters.of(FILTER, new EventView(event));
        Proof.that(verdict.matches(), "the event meets the filter: " + verdict.failure());
        Proof.that(filters.of(FILTER, read).matches(), "so does one that was read before");
        Proof.that(filters.kept() == 1, "the filter is kept");
    }
}
