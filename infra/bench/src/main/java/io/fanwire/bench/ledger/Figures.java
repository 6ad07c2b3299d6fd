package io.fanwire.bench.ledger;

import io.fanwire.bench.ledger.History.Phase;
import io.fanwire.bench.ledger.Published.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How fast deliveries were whose event was published in one stretch of the run: from its 202 to the first 2xx.
 *
 * @param expected deliveries that were due to the callbacks looked at
 */
public record Figures(long expected, long deliveries, Duration p50, Duration p99, Duration max) {

    /** Those of all subscriptions but some. */
    public static Figures of(Evidence evidence, Phase phase, Set<String> without) {
        List<Duration> latencies = new ArrayList<>();
        long expected = 0;
        for (Published event : evidence.history().published()) {
            if (event.result() == Result.OK && phase.contains(event.answered())) {
                for (Wanted wanted : evidence.history().subscriptions()) {
                    if (evidence.owes(wanted, event)
                            && !without.contains(wanted.key().id())) {
                        expected++;
                        taken(evidence, event, wanted)
                                .ifPresent(at -> latencies.add(Duration.between(event.answered(), at)));
                    }
                }
            }
        }
        latencies.sort(Duration::compareTo);
        return new Figures(
                expected,
                latencies.size(),
                quantile(latencies, 0.5),
                quantile(latencies, 0.99),
                quantile(latencies, 1));
    }

    private static Optional<Instant> taken(Evidence evidence, Published event, Wanted wanted) {
        return evidence.find(event.id(), wanted.key().id()).flatMap(trace -> trace.posts().stream()
                .filter(Post::accepted)
                .map(post -> post.answered().orElse(post.received()))
                .findFirst());
    }

    /** Nearest rank of what is sorted; zero of nothing. */
    public static Duration quantile(List<Duration> sorted, double share) {
        if (sorted.isEmpty()) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(share * sorted.size());
        Duration found = sorted.get(Math.max(0, rank - 1));
        return found.isNegative() ? Duration.ZERO : found;
    }

    double answeredShare() {
        return expected == 0 ? 0 : (double) deliveries / expected;
    }
}
