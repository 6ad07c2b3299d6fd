package io.fanwire.bench.ledger;

import io.fanwire.bench.ledger.History.Neighbours;

/** I10: the p99 of the callbacks that behave grows by at most half, and they get 95 % of what they got. */
final class NeighboursUnmoved implements Invariant {
    private static final double MOST = 1.5;
    private static final double LEAST_SHARE = 0.95;

    /** Below this a ratio of latencies says something of the scheduler only. */
    private static final double FLOOR_MILLIS = 250;

    @Override
    public String id() {
        return "I10";
    }

    @Override
    public String promise() {
        return "a misbehaving callback does not slow the others";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        if (evidence.history().neighbours().isEmpty()) {
            return new Verdict.NotSeen("no callback misbehaved on purpose");
        }
        Neighbours neighbours = evidence.history().neighbours().get();
        Figures before = Figures.of(evidence, neighbours.before(), neighbours.misbehaving());
        Figures during = Figures.of(evidence, neighbours.during(), neighbours.misbehaving());
        Findings findings = new Findings();
        findings.require(before.deliveries() > 0, () -> "nothing was delivered before");
        findings.require(
                during.p99().toMillis()
                        <= Math.max(FLOOR_MILLIS, MOST * before.p99().toMillis()),
                () -> "p99 of the others went from " + before.p99() + " to " + during.p99());
        findings.require(
                during.answeredShare() >= LEAST_SHARE,
                () -> "of what was published for the others only " + during.answeredShare() + " was delivered in time");
        return findings.verdict("nothing was delivered");
    }
}
