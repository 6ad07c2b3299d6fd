package io.fanwire.bench.ledger;

import io.fanwire.bench.ledger.Evidence.Standing;

/** I1: every accepted event has a terminal record or is pending, for each subscription that it must reach. */
final class NothingLost implements Invariant {
    @Override
    public String id() {
        return "I1";
    }

    @Override
    public String promise() {
        return "no accepted event is lost";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Findings findings = new Findings();
        for (Published event : evidence.accepted()) {
            for (Wanted wanted : evidence.history().subscriptions()) {
                if (evidence.owes(wanted, event)) {
                    Standing standing = evidence.find(event.id(), wanted.key().id())
                            .map(evidence::standing)
                            .orElse(Standing.LOST);
                    findings.require(
                            standing != Standing.LOST,
                            () -> event.id() + " (" + event.result() + ") for " + wanted.key()
                                    + " neither ended nor waits");
                }
            }
        }
        return findings.verdict("nothing was accepted");
    }
}
