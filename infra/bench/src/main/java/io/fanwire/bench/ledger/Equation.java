package io.fanwire.bench.ledger;

import io.fanwire.schemas.Attempt;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ledger of a run: what was accepted, times who should have it, and where all of it is.
 *
 * @param promised accepted events times the subscriptions that must have them, and what perhaps matched and was made
 */
public record Equation(long accepted, long promised, long delivered, long deadLettered, long cancelled, long pending) {

    static Equation of(Evidence evidence) {
        Map<Attempt.State, Long> states = new EnumMap<>(Attempt.State.class);
        Set<Trace.Name> promised = new HashSet<>();
        long accepted = 0;
        for (Published event : evidence.accepted()) {
            accepted++;
            for (Wanted wanted : evidence.history().subscriptions()) {
                Trace.Name name = new Trace.Name(event.id(), wanted.key().id());
                boolean made = evidence.find(name.event(), name.subscription())
                        .filter(trace -> !trace.records().isEmpty())
                        .isPresent();
                if (evidence.owes(wanted, event) || (wanted.mayGet(event) && made)) {
                    promised.add(name);
                }
            }
        }
        for (Trace.Name name : promised) {
            evidence.find(name.event(), name.subscription())
                    .flatMap(trace -> state(evidence, trace))
                    .ifPresent(state -> states.merge(state, 1L, Long::sum));
        }
        return new Equation(
                accepted,
                promised.size(),
                states.getOrDefault(Attempt.State.DELIVERED, 0L),
                states.getOrDefault(Attempt.State.DEAD_LETTERED, 0L),
                states.getOrDefault(Attempt.State.CANCELLED, 0L),
                states.getOrDefault(Attempt.State.PENDING, 0L));
    }

    /** The state of its last generation; empty when it is nowhere. */
    private static Optional<Attempt.State> state(Evidence evidence, Trace trace) {
        if (evidence.standing(trace) == Evidence.Standing.PENDING) {
            return Optional.of(Attempt.State.PENDING);
        }
        int last = trace.generations();
        return trace.terminals().stream()
                .filter(end -> end.generation() == last)
                .map(Attempt::state)
                .findFirst();
    }

    public long unexplained() {
        return promised - delivered - deadLettered - cancelled - pending;
    }

    @Override
    public String toString() {
        return accepted + " accepted, " + promised + " promised = " + delivered + " delivered + " + deadLettered
                + " dead-lettered + " + cancelled + " cancelled + " + pending + " pending + " + unexplained()
                + " unexplained";
    }
}
