package io.fanwire.bench.ledger;

import java.time.Duration;
import java.time.Instant;

/** I15: no request starts later than 2 s after a DELETE returned, and no event published after it is matched. */
final class SilentAfterDelete implements Invariant {
    private static final Duration SETTLES = Duration.ofSeconds(2);

    @Override
    public String id() {
        return "I15";
    }

    @Override
    public String promise() {
        return "no POST after a DELETE, and nothing matched after it";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Findings findings = new Findings();
        for (Trace trace : evidence.traces()) {
            evidence.subscription(trace.name().subscription())
                    .flatMap(Wanted::deleted)
                    .ifPresent(deleted -> {
                        Instant last = deleted.plus(SETTLES);
                        trace.posts()
                                .forEach(post -> findings.require(
                                        !post.received().isAfter(last),
                                        () -> trace.name() + " came at " + post.received() + ", deleted at "
                                                + deleted));
                        boolean later = !trace.records().isEmpty()
                                && !evidence.calls(trace.name().event()).isEmpty()
                                && evidence.calls(trace.name().event()).stream()
                                        .allMatch(call -> call.sent().isAfter(deleted));
                        findings.require(
                                !later,
                                () -> trace.name() + " was matched, published after the subscription was deleted");
                    });
        }
        return findings.verdict("no subscription was deleted");
    }
}
