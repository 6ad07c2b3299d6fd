package io.fanwire.bench.ledger;

import io.fanwire.schemas.Attempt;
import io.fanwire.schemas.Delivery.Progress;

/** I3: the committed offset never passes, and the map never claims, a record without a durable effect. */
final class NothingClaimedUndone implements Invariant {
    @Override
    public String id() {
        return "I3";
    }

    @Override
    public String promise() {
        return "nothing is claimed done without a durable effect";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Findings findings = new Findings();
        for (Trace trace : evidence.traces()) {
            for (Lying record : trace.records()) {
                if (!record.parked() && !evidence.open(record)) {
                    findings.require(
                            effect(trace, record),
                            () -> record.place() + " is claimed done, but " + trace.name() + " has no effect of it");
                }
            }
        }
        return findings.verdict("nothing was committed");
    }

    /** An attempt with its outcome, a terminal state, or the same delivery handed on. */
    private static boolean effect(Trace trace, Lying record) {
        Progress progress = record.delivery().progress();
        return trace.attempts().stream().map(SeenAttempt::attempt).anyMatch(attempt -> proves(attempt, progress))
                || trace.records().stream().anyMatch(other -> handedOn(record, other));
    }

    private static boolean proves(Attempt attempt, Progress progress) {
        return attempt.generation() == progress.generation()
                && (attempt.number() == progress.attempts() + 1
                        || attempt.state().terminal());
    }

    private static boolean handedOn(Lying record, Lying other) {
        Progress from = record.delivery().progress();
        Progress to = other.delivery().progress();
        boolean elsewhere = !other.at().equals(record.at()) || other.offset() != record.offset();
        boolean onwards = to.attempts() > from.attempts() || !other.written().isBefore(record.written());
        return elsewhere && onwards && to.generation() == from.generation();
    }
}
