package io.fanwire.gateway.control;

import io.fanwire.expressions.EventView;
import io.fanwire.expressions.Filter;
import io.fanwire.gateway.control.EventHistory.Stored;
import io.fanwire.gateway.control.EventHistory.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Counts what a filter comes to, event by event. Owned by the scan. */
final class TrialCount {
    static final int EXAMPLES = 5;
    private static final Comparator<Stored> BY_TIME =
            Comparator.comparing(Stored::at).thenComparing(Stored::partition).thenComparing(Stored::offset);

    private final Optional<Filter> filter;
    private final PriorityQueue<Stored> latest = new PriorityQueue<>(BY_TIME);
    private long looked;
    private long matched;
    private long failed;
    private boolean left;

    TrialCount(Optional<Filter> filter) {
        this.filter = filter;
    }

    /** {@code late}: there is no time for it any more. */
    void add(Stored stored, boolean late) {
        if (late) {
            left = true;
            return;
        }
        Optional<Filter.Verdict> verdict = filter.map(condition -> condition.test(new EventView(stored.event())));
        looked++;
        failed += verdict.flatMap(Filter.Verdict::failure).isPresent() ? 1 : 0;
        if (verdict.map(Filter.Verdict::matches).orElse(true)) {
            matched++;
            latest.add(stored);
            if (latest.size() > EXAMPLES) {
                latest.remove();
            }
        }
    }

    Trial ended(boolean complete) {
        List<Stored> examples = new ArrayList<>(latest);
        examples.sort(BY_TIME.reversed());
        return new Trial(looked, matched, failed, examples, complete && !left);
    }
}
