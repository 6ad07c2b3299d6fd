package io.fanwire.bench.ledger;

import java.util.HashMap;
import java.util.Map;

/** I2: no delivery and generation has two terminal states, or two dead letters, for a reader of what is committed. */
final class OneTerminalState implements Invariant {
    @Override
    public String id() {
        return "I2";
    }

    @Override
    public String promise() {
        return "one terminal state per delivery and generation";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Findings findings = new Findings();
        for (Trace trace : evidence.traces()) {
            Map<String, Integer> ends = new HashMap<>();
            trace.terminals()
                    .forEach(end -> ends.merge(end.deliveryId() + " generation " + end.generation(), 1, Integer::sum));
            ends.forEach((which, count) -> findings.require(
                    count == 1, () -> trace.name() + ": " + which + " has " + count + " terminal states"));
            Map<String, Integer> letters = new HashMap<>();
            trace.deadLetters()
                    .forEach(letter -> letters.merge(
                            letter.delivery().id() + " generation "
                                    + letter.delivery().progress().generation(),
                            1,
                            Integer::sum));
            letters.forEach((which, count) -> findings.require(
                    count == 1, () -> trace.name() + ": " + which + " has " + count + " dead letters"));
        }
        return findings.verdict("nothing ended");
    }
}
