package io.fanwire.bench.ledger;

import io.fanwire.schemas.Attempt;

/** I4: for every delivered state the sink saw that attempt and answered it with a 2xx. */
final class DeliveredWasSeen implements Invariant {
    @Override
    public String id() {
        return "I4";
    }

    @Override
    public String promise() {
        return "delivered means that the callback took it";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Findings findings = new Findings();
        for (Trace trace : evidence.traces()) {
            for (Attempt end : trace.terminals()) {
                if (end.state() == Attempt.State.DELIVERED) {
                    findings.require(
                            trace.posts().stream().anyMatch(post -> post.attempt() == end.number() && post.accepted()),
                            () -> trace.name() + " is delivered by attempt " + end.number()
                                    + ", which the callback did not take");
                }
            }
        }
        return findings.verdict("nothing was delivered");
    }
}
