package io.fanwire.router;

import io.fanwire.expressions.EventView;
import io.fanwire.expressions.Filter.Verdict;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets those subscriptions through whose filter an event meets. A filter that fails on an event is no match, counted, and told to the
 * log now and then. Owned by one stream thread.
 */
final class Filtering {
    private static final Logger LOG = LoggerFactory.getLogger(Filtering.class);
    private static final long EVERY = Duration.ofSeconds(10).toNanos();

    private final RouterMetrics metrics;
    private final Expressions<Verdict> filters;
    private long told = System.nanoTime() - EVERY;

    Filtering(Expressions<Verdict> filters, RouterMetrics metrics) {
        this.filters = filters;
        this.metrics = metrics;
    }

    Collection<CompiledSubscription> of(EventView event, Collection<CompiledSubscription> matches) {
        if (matches.stream().allMatch(match -> match.filter().isEmpty())) {
            return matches;
        }
        Map<String, Verdict> verdicts = new HashMap<>();
        List<CompiledSubscription> through = matches.stream()
                .filter(match -> match.filter()
                        .map(text -> met(match, verdicts.computeIfAbsent(text, t -> filters.of(t, event))))
                        .orElse(true))
                .toList();
        metrics.filtered.inc(matches.size() - through.size());
        return through;
    }

    private boolean met(CompiledSubscription match, Verdict verdict) {
        verdict.failure().ifPresent(why -> failed(match, why));
        return verdict.matches();
    }

    private void failed(CompiledSubscription match, String why) {
        metrics.filterFailures.inc();
        long now = System.nanoTime();
        if (now - told >= EVERY) {
            told = now;
            LOG.atInfo()
                    .addKeyValue("subscription", match.key())
                    .addKeyValue("reason", why)
                    .log("a filter failed on an event, which counts as no match");
        }
    }
}
