package io.fanwire.bench.ledger;

/** I19: accepted times matching is delivered, dead-lettered, cancelled and pending together. */
final class NothingUnexplained implements Invariant {
    @Override
    public String id() {
        return "I19";
    }

    @Override
    public String promise() {
        return "the ledger balances";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Equation equation = Equation.of(evidence);
        Findings findings = new Findings();
        findings.require(equation.unexplained() == 0, equation::toString);
        return findings.verdict("nothing was accepted");
    }
}
