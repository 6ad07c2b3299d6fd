package io.fanwire.bench.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How long after its due time a retry reached its callback. Up to a tenth of the delay is jitter that is meant; the higher quantile is
 * told without it.
 */
public record Lateness(int retries, Duration p50, Duration p99) {
    private static final int JITTER_SHARE = 10;

    /** Of all attempts but first ones. */
    public static Lateness of(Evidence evidence) {
        List<Duration> late = new ArrayList<>();
        List<Duration> withoutJitter = new ArrayList<>();
        for (Trace trace : evidence.traces()) {
            for (Post post : trace.posts()) {
                if (post.attempt() > 1) {
                    trace.recordBehind(post).ifPresent(record -> {
                        Instant due = record.delivery().progress().due();
                        Duration behind = Duration.between(due, post.received());
                        Duration jitter =
                                Duration.between(record.written(), due).dividedBy(JITTER_SHARE);
                        late.add(behind);
                        withoutJitter.add(behind.minus(jitter));
                    });
                }
            }
        }
        late.sort(Duration::compareTo);
        withoutJitter.sort(Duration::compareTo);
        return new Lateness(late.size(), Figures.quantile(late, 0.5), Figures.quantile(withoutJitter, 0.99));
    }
}
