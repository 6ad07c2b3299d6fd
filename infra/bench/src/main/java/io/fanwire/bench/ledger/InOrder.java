package io.fanwire.bench.ledger;

import io.fanwire.schemas.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** I14: in an ordered lane the next event is tried only when the one before has ended. */
final class InOrder implements Invariant {
    @Override
    public String id() {
        return "I14";
    }

    @Override
    public String promise() {
        return "ordered lanes keep their order";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Findings findings = new Findings();
        Map<String, List<Trace>> lanes = new HashMap<>();
        for (Trace trace : evidence.traces()) {
            evidence.subscription(trace.name().subscription())
                    .flatMap(wanted -> lane(wanted, evidence.calls(trace.name().event())))
                    .ifPresent(lane ->
                            lanes.computeIfAbsent(lane, l -> new ArrayList<>()).add(trace));
        }
        lanes.forEach((lane, traces) -> {
            traces.removeIf(trace -> trace.records().isEmpty());
            traces.sort(Comparator.comparing((Trace trace) -> origin(trace).partition())
                    .thenComparing(trace -> origin(trace).offset()));
            for (int i = 1; i < traces.size(); i++) {
                inOrder(findings, evidence, traces.get(i - 1), traces.get(i));
            }
        });
        return findings.verdict("no subscription asked for order");
    }

    /** The lane of an event, where its subscription has lanes. */
    private static Optional<String> lane(Wanted wanted, List<Published> calls) {
        return switch (wanted.ordering()) {
            case NONE -> Optional.empty();
            case STRICT -> Optional.of(wanted.key().toString());
            case KEY -> calls.stream().findFirst().flatMap(Published::key).map(key -> wanted.key() + " key " + key);
        };
    }

    private static Delivery.Origin origin(Trace trace) {
        return trace.records().get(0).delivery().origin();
    }

    /** Nothing of the second before the first has ended, and nothing of the first after the second began, but for a fault. */
    private static void inOrder(Findings findings, Evidence evidence, Trace first, Trace second) {
        if (first.posts().isEmpty() || second.posts().isEmpty() || !sameSource(first, second)) {
            return;
        }
        Instant began = second.posts().get(0).received();
        findings.require(
                first.posts().get(0).received().isBefore(began), () -> second.name() + " came before " + first.name());
        for (Post post : first.posts()) {
            findings.require(
                    post.received().isBefore(began) || excused(evidence, began, post.received()),
                    () -> first.name() + ": attempt " + post.attempt() + " came after " + second.name() + " had begun");
        }
    }

    private static boolean sameSource(Trace first, Trace second) {
        return origin(first).partition() == origin(second).partition()
                && origin(first).topic().equals(origin(second).topic());
    }

    private static boolean excused(Evidence evidence, Instant from, Instant to) {
        return evidence.history().faults().stream()
                .anyMatch(fault -> fault.kind().excuses()
                        && !fault.to().isBefore(from)
                        && !fault.from().isAfter(to));
    }
}
