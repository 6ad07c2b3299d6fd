package io.fanwire.bench.ledger;

import io.fanwire.bench.ledger.History.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How fast deliveries of keys were of which no event failed in that stretch, beside others that did. */
public final class QuietLanes {
    private QuietLanes() {}

    /** From the answer of the gateway to the request, of events that were published in a stretch of the run. */
    public static Duration p99(Evidence evidence, Phase phase) {
        Map<String, List<Duration>> lanes = new HashMap<>();
        for (Trace trace : evidence.traces()) {
            evidence.calls(trace.name().event()).stream()
                    .filter(call ->
                            phase.contains(call.answered()) && call.key().isPresent())
                    .findFirst()
                    .ifPresent(call -> lanes.computeIfAbsent(
                                    trace.name().subscription() + "/"
                                            + call.key().get(),
                                    lane -> new ArrayList<>())
                            .add(waited(trace, call.answered())));
        }
        List<Duration> all = new ArrayList<>();
        lanes.values().stream()
                .filter(lane -> lane.stream().noneMatch(Duration::isNegative))
                .forEach(all::addAll);
        all.sort(Duration::compareTo);
        return Figures.quantile(all, 0.99);
    }

    /** Negative when it was not delivered by its first request. */
    private static Duration waited(Trace trace, Instant from) {
        if (trace.posts().size() != 1 || !trace.posts().get(0).accepted()) {
            return Duration.ofSeconds(-1);
        }
        Duration waited = Duration.between(from, trace.posts().get(0).received());
        return waited.isNegative() ? Duration.ZERO : waited;
    }
}
