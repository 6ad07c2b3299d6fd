package io.fanwire.bench.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** I8: every extra request follows one that was in flight, its outcome not durable, when a process was killed or fenced. */
final class ExtrasExplained implements Invariant {
    private static final Duration ON_THE_WAY = Duration.ofMillis(500);

    @Override
    public String id() {
        return "I8";
    }

    @Override
    public String promise() {
        return "extra POSTs only where an outcome was not durable at a kill";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Findings findings = new Findings();
        for (Trace trace : evidence.traces()) {
            List<Post> posts = trace.posts();
            findings.require(true, () -> "");
            for (int i = 1; i < posts.size(); i++) {
                Post again = posts.get(i);
                Optional<Post> before = earlier(trace, posts.subList(0, i), again);
                before.ifPresent(first -> findings.require(
                        explained(evidence, trace, first, again),
                        () -> trace.name() + ": attempt " + again.attempt() + " came at " + first.received()
                                + " and again at " + again.received() + ", and no fault lies between"));
            }
        }
        return findings.verdict("nothing was posted");
    }

    /** How many requests repeated an attempt. */
    static long count(Evidence evidence) {
        return evidence.traces().stream()
                .mapToLong(trace -> {
                    List<Post> posts = trace.posts();
                    long extra = 0;
                    for (int i = 1; i < posts.size(); i++) {
                        extra += earlier(trace, posts.subList(0, i), posts.get(i))
                                        .isPresent()
                                ? 1
                                : 0;
                    }
                    return extra;
                })
                .sum();
    }

    private static Optional<Post> earlier(Trace trace, List<Post> before, Post again) {
        int generation = trace.generationAt(again.received());
        return before.stream()
                .filter(post -> post.attempt() == again.attempt() && trace.generationAt(post.received()) == generation)
                .reduce((first, second) -> second);
    }

    private static boolean explained(Evidence evidence, Trace trace, Post first, Post again) {
        Optional<Instant> durable = trace.outcomeSeen(trace.generationAt(first.received()), first.attempt());
        return evidence.history().faults().stream()
                .filter(fault -> fault.kind().excuses())
                .anyMatch(fault -> !first.received().isAfter(fault.to().plus(ON_THE_WAY))
                        && !again.received().isBefore(fault.from())
                        && durable.map(seen -> !seen.isBefore(fault.from())).orElse(true));
    }
}
