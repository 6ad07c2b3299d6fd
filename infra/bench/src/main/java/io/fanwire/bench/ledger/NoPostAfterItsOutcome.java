package io.fanwire.bench.ledger;

import java.time.Duration;

/**
 * I7: once an outcome can be read, that attempt is not sent again. A request that is the only one of its attempt is that attempt, however
 * late the sink came to read it: one without processor time for longer than the sender waits finds it in its socket afterwards.
 */
final class NoPostAfterItsOutcome implements Invariant {
    /** From the start of a request to its arrival, at a sink that has no processor for a moment. */
    private static final Duration ON_THE_WAY = Duration.ofMillis(500);

    @Override
    public String id() {
        return "I7";
    }

    @Override
    public String promise() {
        return "no POST starts after its outcome is durable";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Findings findings = new Findings();
        for (Trace trace : evidence.traces()) {
            for (Post post : trace.posts()) {
                int generation = trace.generationAt(post.received());
                findings.require(
                        alone(trace, post, generation)
                                || trace.outcomeSeen(generation, post.attempt())
                                        .map(seen -> !post.received().isAfter(seen.plus(ON_THE_WAY)))
                                        .orElse(true),
                        () -> trace.name() + ": attempt " + post.attempt() + " came at " + post.received()
                                + " though its outcome was read before");
            }
        }
        return findings.verdict("nothing was posted");
    }

    private static boolean alone(Trace trace, Post post, int generation) {
        return trace.posts().stream()
                        .filter(other ->
                                other.attempt() == post.attempt() && trace.generationAt(other.received()) == generation)
                        .count()
                == 1;
    }
}
