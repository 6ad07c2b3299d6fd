package io.fanwire.bench.ledger;

/** I18: an event of one tenant makes no delivery and no request for another. */
final class TenantsApart implements Invariant {
    @Override
    public String id() {
        return "I18";
    }

    @Override
    public String promise() {
        return "nothing crosses tenants";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Findings findings = new Findings();
        for (Trace trace : evidence.traces()) {
            evidence.subscription(trace.name().subscription()).ifPresent(wanted -> evidence.calls(
                            trace.name().event())
                    .forEach(call -> findings.require(
                            call.tenant().equals(wanted.key().tenant()),
                            () -> trace.name() + ": an event of tenant " + call.tenant() + " reached one of tenant "
                                    + wanted.key().tenant())));
        }
        long tenants = evidence.history().subscriptions().stream()
                .map(wanted -> wanted.key().tenant())
                .distinct()
                .count();
        return tenants < 2
                ? new Verdict.NotSeen("there was one tenant only")
                : findings.verdict("nothing was delivered");
    }
}
