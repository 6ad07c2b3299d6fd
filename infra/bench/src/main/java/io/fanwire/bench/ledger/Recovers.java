package io.fanwire.bench.ledger;

import java.time.Duration;
import java.time.Instant;

/** I12: within the longest tier and 30 s after the last fault and the last event everything is terminal and the lag is 0. */
final class Recovers implements Invariant {
    private static final Duration GRACE = Duration.ofSeconds(30);

    @Override
    public String id() {
        return "I12";
    }

    @Override
    public String promise() {
        return "all is terminal soon after the last fault and the last event";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        History.Ending ending = evidence.history().ending();
        Findings findings = new Findings();
        evidence.traces()
                .forEach(trace -> findings.require(
                        evidence.standing(trace) == Evidence.Standing.ENDED, () -> trace.name() + " has not ended"));
        evidence.history().deliveries().stream()
                .filter(record -> !record.parked())
                .forEach(record ->
                        findings.require(!evidence.open(record), () -> record.place() + " is not committed: lag"));
        Instant quiet = evidence.history().published().stream()
                .map(Published::answered)
                .filter(answered -> answered.isAfter(ending.faultsOver()))
                .max(Instant::compareTo)
                .orElse(ending.faultsOver());
        Instant latest = quiet.plus(ending.longestTier()).plus(GRACE);
        findings.require(
                ending.settled().map(settled -> !settled.isAfter(latest)).orElse(false),
                () -> "nothing disturbed and nothing came since " + quiet + ", all was terminal "
                        + ending.settled().map(settled -> "at " + settled).orElse("never"));
        return findings.verdict("nothing was there");
    }
}
