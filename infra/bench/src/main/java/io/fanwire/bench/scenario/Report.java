package io.fanwire.bench.scenario;

import io.fanwire.bench.ledger.Equation;
import io.fanwire.bench.ledger.Evidence;
import io.fanwire.bench.ledger.Ledger;
import io.fanwire.bench.ledger.Ledger.Line;
import io.fanwire.bench.ledger.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What one run of one scenario came to. */
public record Report(
        Scenario scenario,
        Run run,
        List<Line> lines,
        List<Figure> figures,
        String equation,
        String problem,
        Duration took) {

    /** Plays a scenario from the first process to the last verdict. */
    public static Report of(Scenario scenario, Run run) {
        long began = System.nanoTime();
        List<Line> lines = List.of();
        List<Figure> figures = new ArrayList<>();
        String equation = "";
        String problem = "";
        try (Arena arena = Arena.open(run, scenario.setup().apply(run), scenario.terms())) {
            Scenario.Judge judge = scenario.steps().play(arena);
            Evidence evidence = arena.evidence();
            lines = new Ledger(scenario.waived()).judge(evidence);
            Equation balance = Ledger.equation(evidence);
            equation = balance.toString();
            figures.add(Figure.exactly("unexplained", balance.unexplained(), 0));
            figures.add(Figure.told(
                    "requests", evidence.history().posts().size() + ", of them extra " + Ledger.extraPosts(evidence)));
            figures.addAll(judge.figures(evidence));
        } catch (RuntimeException failed) {
            problem = String.valueOf(failed.getMessage());
            if (run.full()) {
                failed.printStackTrace(run.out());
            }
        }
        return new Report(
                scenario,
                run,
                lines,
                List.copyOf(figures),
                equation,
                problem,
                Duration.ofNanos(System.nanoTime() - began));
    }

    /** Every invariant of the row was seen to hold, no other is broken, every figure is met. */
    public boolean passed() {
        return problem.isEmpty()
                && lines.stream().noneMatch(this::bad)
                && figures.stream().allMatch(Figure::met);
    }

    private boolean bad(Line line) {
        boolean wanted = scenario.invariants().contains(line.invariant().id());
        return line.failed()
                || (wanted
                        && line.verdict() instanceof Verdict.NotSeen
                        && line.waiver().isEmpty());
    }

    /** All that is to be told, the summary last. */
    public List<String> text() {
        List<String> text = new ArrayList<>();
        lines.forEach(line -> line.text()
                .forEach(one -> text.add("  " + one + (bad(line) && !line.failed() ? "  <- this row needs it" : ""))));
        if (!equation.isEmpty()) {
            text.add("  " + equation);
        }
        figures.forEach(figure -> text.add("  " + figure));
        text.add("  " + Run.machine() + ", files in " + run.folder());
        text.add(summary());
        return text;
    }

    public String summary() {
        String broken = String.join(
                ", ",
                lines.stream()
                        .filter(this::bad)
                        .map(line -> line.invariant().id())
                        .toList());
        String missed = String.join(
                ", ",
                figures.stream()
                        .filter(figure -> !figure.met())
                        .map(Figure::what)
                        .toList());
        List<String> why = new ArrayList<>();
        if (!problem.isEmpty()) {
            why.add(problem);
        }
        if (!broken.isEmpty()) {
            why.add(broken);
        }
        if (!missed.isEmpty()) {
            why.add(missed);
        }
        return String.format(
                "%s %s in %d s, seed %d, %s form: %s%s",
                scenario.id(),
                passed() ? "passed" : "FAILED",
                took.toSeconds(),
                run.seed(),
                run.full() ? "full" : "short",
                scenario.title(),
                why.isEmpty() ? "" : " [" + String.join("; ", why) + "]");
    }
}
