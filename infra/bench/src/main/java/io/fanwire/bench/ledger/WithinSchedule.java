package io.fanwire.bench.ledger;

import java.time.Duration;
import java.time.Instant;

/** I5: attempts stay within the schedule and the age; deferrals are free. */
final class WithinSchedule implements Invariant {
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    @Override
    public String id() {
        return "I5";
    }

    @Override
    public String promise() {
        return "no more attempts than the schedule has, none past the age";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Findings findings = new Findings();
        for (Trace trace : evidence.traces()) {
            evidence.subscription(trace.name().subscription()).ifPresent(wanted -> {
                for (SeenAttempt seen : trace.attempts()) {
                    findings.require(
                            seen.attempt().number() <= wanted.attempts(),
                            () -> trace.name() + " had attempt "
                                    + seen.attempt().number() + " of " + wanted.attempts());
                }
                for (Post post : trace.posts()) {
                    findings.require(
                            post.attempt() >= 1 && post.attempt() <= wanted.attempts(),
                            () -> trace.name() + " was posted as attempt " + post.attempt() + " of "
                                    + wanted.attempts());
                    findings.require(
                            young(trace, post, wanted),
                            () -> trace.name() + " was posted at " + post.received() + ", past its age");
                }
            });
        }
        return findings.verdict("nothing was attempted");
    }

    private static boolean young(Trace trace, Post post, Wanted wanted) {
        int generation = trace.generationAt(post.received());
        return trace.records().stream()
                .filter(record -> record.delivery().progress().generation() == generation)
                .map(record -> record.delivery().progress().firstSeen())
                .min(Instant::compareTo)
                .map(first ->
                        !post.received().isAfter(first.plus(wanted.maxAge()).plus(TOLERANCE)))
                .orElse(true);
    }
}
