package io.fanwire.bench.ledger;

import java.time.Duration;
import java.time.Instant;

/**
 * I13: an attempt never comes before the due time in the record it is made from; where a clock jumped, never more than a second before
 * it. The clock of a dispatcher does not follow steps of the machine's below a second, and the sink has the machine's: a few milliseconds
 * between them are none of anybody's.
 */
final class NeverEarly implements Invariant {
    private static final Duration BETWEEN_CLOCKS = Duration.ofMillis(10);

    @Override
    public String id() {
        return "I13";
    }

    @Override
    public String promise() {
        return "no attempt before its due time";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Duration tolerated = evidence.history().faults().stream().anyMatch(fault -> fault.kind() == Fault.Kind.CLOCK)
                ? Duration.ofSeconds(1)
                : BETWEEN_CLOCKS;
        Findings findings = new Findings();
        for (Trace trace : evidence.traces()) {
            for (Post post : trace.posts()) {
                trace.recordBehind(post).ifPresent(record -> {
                    Instant due = record.delivery().progress().due();
                    findings.require(
                            !post.received().plus(tolerated).isBefore(due),
                            () -> trace.name() + ": attempt " + post.attempt() + " came at " + post.received()
                                    + ", before it was due at " + due);
                });
            }
        }
        return findings.verdict("nothing was posted");
    }
}
