package io.fanwire.bench.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How far retries were from their schedule, by the clock of the sink alone: from the answer to one attempt to the next request. Up to
 * a tenth of the delay is jitter that is meant.
 *
 * @param early most that one came before its time; negative when none did
 * @param late most that one came after it
 */
public record Punctuality(int retries, Duration early, Duration late) {
    private static final int JITTER_SHARE = 10;

    /** Of the retries that came after a moment. */
    public static Punctuality of(Evidence evidence, List<Duration> schedule, Instant since) {
        int retries = 0;
        Duration early = Duration.ofDays(-1);
        Duration late = Duration.ofDays(-1);
        for (Trace trace : evidence.traces()) {
            for (int i = 1; i < trace.posts().size(); i++) {
                Post before = trace.posts().get(i - 1);
                Post post = trace.posts().get(i);
                if (post.attempt() == before.attempt() + 1
                        && before.answered().isPresent()
                        && post.received().isAfter(since)) {
                    Duration delay = schedule.get(before.attempt() - 1);
                    Duration off = Duration.between(before.answered().get(), post.received())
                            .minus(delay);
                    retries++;
                    early = longer(early, off.negated());
                    late = longer(late, off.minus(delay.dividedBy(JITTER_SHARE)));
                }
            }
        }
        return new Punctuality(retries, early, late);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
