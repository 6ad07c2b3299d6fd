package io.fanwire.bench.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects what an invariant finds while it looks. Owned by the thread that judges. */
final class Findings {
    private static final int EXAMPLES = 5;

    private final List<String> examples = new ArrayList<>();
    private long cases;
    private long violations;

    /** One case; what it says when it is not as it must be. */
    void require(boolean asItMustBe, Supplier<String> otherwise) {
        cases++;
        if (!asItMustBe) {
            violations++;
            if (examples.size() < EXAMPLES) {
                examples.add(otherwise.get());
            }
        }
    }

    /** @param nothing what it means that there was no case at all */
    Verdict verdict(String nothing) {
        if (violations > 0) {
            return new Verdict.Violated(violations, examples);
        }
        return cases == 0 ? new Verdict.NotSeen(nothing) : new Verdict.Held(cases);
    }
}
