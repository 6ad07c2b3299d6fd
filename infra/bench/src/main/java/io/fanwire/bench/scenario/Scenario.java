package io.fanwire.bench.scenario;

import io.fanwire.bench.ledger.Evidence;
import io.fanwire.bench.scenario.Population.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One row of the catalogue.
 *
 * @param invariants those that this row is about: they must have been seen to hold; all others must not be broken
 * @param waived why an invariant cannot be asked for here, by its number
 */
public record Scenario(
        String id,
        String title,
        List<String> invariants,
        Map<String, String> waived,
        Function<Run, Setup> setup,
        Terms terms,
        Steps steps) {

    /** What is done to the platform. */
    interface Steps {
        /** Load, faults, and the wait for the end; answers how the figures are taken. */
        Judge play(Arena arena);
    }

    /** What is measured, once everything that can be known is known. */
    interface Judge {
        List<Figure> figures(Evidence evidence);
    }

    public Scenario {
        invariants = List.copyOf(invariants);
        waived = Map.copyOf(waived);
    }

    static Scenario of(String id, String title, String invariants, int dispatchers, Steps steps) {
        return new Scenario(id, title, numbers(invariants), Map.of(), run -> Setup.of(dispatchers), Terms.USUAL, steps);
    }

    Scenario with(Function<Run, Setup> other) {
        return new Scenario(id, title, invariants, waived, other, terms, steps);
    }

    Scenario with(Terms other) {
        return new Scenario(id, title, invariants, waived, setup, other, steps);
    }

    Scenario waiving(Map<String, String> reasons) {
        return new Scenario(id, title, invariants, reasons, setup, terms, steps);
    }

    /** {@code "1-8 19"} is I1 to I8 and I19. */
    private static List<String> numbers(String text) {
        List<String> numbers = new ArrayList<>();
        for (String part : text.split(" ", -1)) {
            String[] ends = part.split("-", -1);
            for (int n = Integer.parseInt(ends[0]); n <= Integer.parseInt(ends[ends.length - 1]); n++) {
                numbers.add("I" + n);
            }
        }
        return numbers;
    }
}
