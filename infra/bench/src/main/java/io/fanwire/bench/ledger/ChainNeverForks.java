package io.fanwire.bench.ledger;

import io.fanwire.schemas.Delivery.Progress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** I6: at most one outcome, and one retry record, per delivery, generation and attempt. */
final class ChainNeverForks implements Invariant {
    @Override
    public String id() {
        return "I6";
    }

    @Override
    public String promise() {
        return "a chain of retries never forks";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Findings findings = new Findings();
        for (Trace trace : evidence.traces()) {
            Map<String, Integer> outcomes = new HashMap<>();
            for (SeenAttempt seen : trace.attempts()) {
                if (seen.attempt().outcome().isPresent()) {
                    outcomes.merge(
                            "generation " + seen.attempt().generation() + " attempt "
                                    + seen.attempt().number(),
                            1,
                            Integer::sum);
                }
            }
            outcomes.forEach((which, count) ->
                    findings.require(count == 1, () -> trace.name() + ": " + count + " outcomes of " + which));
            Map<String, Instant> copies = new HashMap<>();
            for (Lying record : trace.records()) {
                Instant before = copies.put(place(record), record.written());
                findings.require(
                        before == null || waited(record, before), () -> trace.name() + ": 2 records " + place(record));
            }
            long open = trace.records().stream()
                    .filter(record -> !record.parked() && evidence.open(record))
                    .count();
            findings.require(open <= 1, () -> trace.name() + " waits in " + open + " places");
        }
        return findings.verdict("nothing was retried");
    }

    /** A long wait is a sum of tiers, so a record may come to the same one again, but not before it has waited there. */
    private static boolean waited(Lying record, Instant before) {
        return Delay.ofTopic(record.at().topic())
                .filter(delay -> !record.written().isBefore(before.plus(delay)))
                .isPresent();
    }

    /** A deferral or a hop changes the due time or the topic; the same in all of these is a copy. */
    private static String place(Lying record) {
        Progress progress = record.delivery().progress();
        return "in " + record.at().topic() + " after " + progress.attempts() + " attempts of generation "
                + progress.generation() + ", due " + progress.due();
    }
}
