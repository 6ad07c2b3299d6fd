package io.fanwire.dispatcher.lane;

import com.codahale.metrics.Counter;
import io.fanwire.runtime.Metrics;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the lanes of a process count, all callbacks together. Any thread may use it. */
public final class LaneMetrics {
    private final Map<Admission.Why, Counter> sentAway;
    private final Counter opened;
    private final Counter throttled;
    private final AtomicInteger held = new AtomicInteger();

    public LaneMetrics(Metrics metrics) {
        metrics.labelled("dispatcher.sent_away", "reason");
        sentAway = Stream.of(Admission.Why.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        why -> metrics.counter(
                                "dispatcher.sent_away." + why.name().toLowerCase(Locale.ROOT),
                                "Deliveries that found no room in memory, or not soon enough, and went to a retry topic"
                                        + " without an attempt.")));
        opened = metrics.counter("dispatcher.breaker.opened", "Times that a failing callback's breaker opened.");
        throttled = metrics.counter("dispatcher.throttled", "Attempts that a callback answered by asking for time.");
        metrics.gauge(
                "dispatcher.breakers.open",
                "Callbacks that get nothing, or only a probe, because they fail.",
                held::get);
    }

    void sentAway(Admission.Why why) {
        Optional.ofNullable(sentAway.get(why)).ifPresent(Counter::inc);
    }

    void opened() {
        opened.inc();
        held.incrementAndGet();
    }

    void closed() {
        held.decrementAndGet();
    }

    void throttled() {
        throttled.inc();
    }
}
