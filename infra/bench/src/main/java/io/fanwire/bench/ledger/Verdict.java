package io.fanwire.bench.ledger;

import java.util.List;

/** What an invariant says of a run. */
public sealed interface Verdict {
    /** Looked at so many cases, all fine. */
    record Held(long cases) implements Verdict {}

    /** Broken so often; a few examples. */
    record Violated(long times, List<String> examples) implements Verdict {
        public Violated {
            examples = List.copyOf(examples);
        }
    }

    /** The run had nothing that could show it. */
    record NotSeen(String why) implements Verdict {}

    default boolean broken() {
        return this instanceof Violated;
    }
}
