package io.fanwire.bench.ledger;

/** I9: a process that was frozen past its lease sends nothing that another one has taken over. */
final class NoPostOutsideLease implements Invariant {
    @Override
    public String id() {
        return "I9";
    }

    @Override
    public String promise() {
        return "no POST starts outside a lease";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Findings findings = new Findings();
        for (Fault fault : evidence.history().faults()) {
            if (fault.kind() == Fault.Kind.FREEZE) {
                evidence.traces().forEach(trace -> trace.posts().stream()
                        .filter(post -> fault.ports().contains(post.port()))
                        .filter(post -> post.received().isAfter(fault.to()))
                        .forEach(post -> findings.require(
                                alone(trace, post),
                                () -> trace.name() + ": attempt " + post.attempt() + " was sent by " + fault.target()
                                        + " after it thawed, and by its successor")));
                findings.require(true, () -> "");
            }
        }
        return findings.verdict("no process was frozen");
    }

    /** Whether no other process sent the same attempt before. */
    private static boolean alone(Trace trace, Post post) {
        return trace.posts().stream()
                .noneMatch(other -> other.attempt() == post.attempt()
                        && other.port() != post.port()
                        && !other.received().isAfter(post.received()));
    }
}
