package io.fanwire.bench.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Judges a run: a line per invariant, and the equation. */
public final class Ledger {
    private final Map<String, String> waived;

    /** @param waived why an invariant is not asked for, by its number */
    public Ledger(Map<String, String> waived) {
        this.waived = Map.copyOf(waived);
    }

    /** One invariant and what it said. */
    public record Line(Invariant invariant, Verdict verdict, String waiver) {
        public boolean failed() {
            return verdict.broken() && waiver.isEmpty();
        }

        /** As it is printed; examples on lines of their own. */
        public List<String> text() {
            List<String> lines = new ArrayList<>();
            String head = String.format("%-4s%-9s%s", invariant.id(), word(), invariant.promise());
            if (verdict instanceof Verdict.Held held) {
                lines.add(head + " (" + held.cases() + " cases)");
            } else if (verdict instanceof Verdict.NotSeen notSeen) {
                lines.add(head + ": " + notSeen.why());
            } else if (verdict instanceof Verdict.Violated violated) {
                lines.add(head + ": " + violated.times() + " times" + (waiver.isEmpty() ? "" : "; " + waiver));
                violated.examples().forEach(example -> lines.add("      e.g. " + example));
            }
            return lines;
        }

        private String word() {
            if (verdict instanceof Verdict.Held) {
                return "ok";
            }
            if (verdict instanceof Verdict.NotSeen) {
                return "not seen";
            }
            return waiver.isEmpty() ? "VIOLATED" : "waived";
        }
    }

    public List<Line> judge(Evidence evidence) {
        return Invariants.ALL.stream()
                .map(invariant ->
                        new Line(invariant, invariant.judge(evidence), waived.getOrDefault(invariant.id(), "")))
                .toList();
    }

    public static Equation equation(Evidence evidence) {
        return Equation.of(evidence);
    }

    /** Requests that repeated an attempt. */
    public static long extraPosts(Evidence evidence) {
        return ExtrasExplained.count(evidence);
    }

    /** Requests whose outcome nobody could read yet at this moment: what may be sent again when all of it is killed then. */
    public static long undurable(Evidence evidence, Instant moment) {
        return undurable(evidence, Fault.at(Fault.Kind.KILL, "all", moment));
    }

    /**
     * Requests until the end of an outage whose outcome nobody could read before it began: while it lasts, nothing becomes durable.
     * Where the ports of its target are known, what came after its beginning counts only if it came from them.
     */
    public static long undurable(Evidence evidence, Fault outage) {
        return evidence.traces().stream()
                .flatMap(trace -> trace.posts().stream()
                        .filter(post -> !post.received().isAfter(outage.to()))
                        .filter(post ->
                                outage.ports().isEmpty() || outage.ports().contains(post.port()))
                        .filter(post -> trace.outcomeSeen(trace.generationAt(post.received()), post.attempt())
                                .map(seen -> seen.isAfter(outage.from()))
                                .orElse(true)))
                .count();
    }

    /** Requests that came in a stretch of the run. */
    public static long posts(Evidence evidence, Instant from, Instant to) {
        return evidence.history().posts().stream()
                .filter(post ->
                        !post.received().isBefore(from) && post.received().isBefore(to))
                .count();
    }
}
