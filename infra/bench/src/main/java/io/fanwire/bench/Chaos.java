package io.fanwire.bench;

import io.fanwire.bench.scenario.Catalogue;
import io.fanwire.bench.scenario.Report;
import io.fanwire.bench.scenario.Run;
import io.fanwire.bench.scenario.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fanwire chaos}: plays faults on a platform of its own and checks every promise. */
@Command(
        name = "chaos",
        description = "Break a platform of its own on purpose, and check every promise: nothing lost, nothing doubled.",
        mixinStandardHelpOptions = true,
        footer = "%nExit codes: 0 every invariant and figure was met, 1 one was not, 2 no such scenario.")
public final class Chaos implements Callable<Integer> {
    private static final int NO_SUCH = 2;

    @Option(names = "--list", description = "Name the scenarios.")
    private boolean list;

    @Option(names = "--scenario", paramLabel = "ID", description = "Play this one; may be given again.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "Play all of them.")
    private boolean all;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of all random choices; chosen and printed when left out.")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--full", description = "The whole base load; otherwise a part of it, each run below 90 s.")
    private boolean full;

    @Option(
            names = "--pace",
            paramLabel = "N",
            description = "With --full: events a second at most, where the machine does not bear 400 beside a fault.")
    private double pace = 400;

    @Option(names = "--folder", paramLabel = "DIR", description = "Where runs keep their files; they stay there.")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--corpora",
            paramLabel = "DIR",
            description = "Tables of hostile input, played beside our own where they are there.")
    private Path corpora = Path.of("../shared/corpora");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Chaos()).execute(arguments));
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            Catalogue.all().forEach(scenario -> out.println(line(scenario)));
            out.flush();
            return 0;
        }
        List<Scenario> chosen = new ArrayList<>();
        for (String id : all ? Catalogue.all().stream().map(Scenario::id).toList() : ids) {
            Optional<Scenario> found = Catalogue.find(id);
            if (found.isEmpty()) {
                spec.commandLine().getErr().println("fanwire: no scenario is called " + id + "; --list names them");
                return NO_SUCH;
            }
            chosen.add(found.get());
        }
        if (chosen.isEmpty()) {
            spec.commandLine().usage(out);
            return NO_SUCH;
        }
        return play(chosen, out);
    }

    private int play(List<Scenario> chosen, PrintWriter out) {
        Path home = folder.orElseGet(Chaos::temporary);
        List<Report> reports = new ArrayList<>();
        for (Scenario scenario : chosen) {
            long number = seed.orElseGet(() -> (long) new SecureRandom().nextInt(1_000_000));
            Run run = new Run(number, full, pace, made(home.resolve(scenario.id() + "-" + number)), corpora, out);
            out.println(line(scenario) + ", seed " + number);
            out.flush();
            Report report = Report.of(scenario, run);
            report.text().forEach(out::println);
            out.flush();
            reports.add(report);
        }
        if (reports.size() > 1) {
            out.println();
            reports.forEach(report -> out.println(report.summary()));
            out.println(reports.stream().filter(Report::passed).count() + " of " + reports.size() + " passed");
            out.flush();
        }
        return reports.stream().allMatch(Report::passed) ? 0 : 1;
    }

    private static String line(Scenario scenario) {
        return scenario.id() + " " + scenario.title() + " (" + String.join(" ", scenario.invariants()) + ")";
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("fanwire-chaos");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the run's files", e);
        }
    }

    private static Path made(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + path + " cannot be made", e);
        }
    }
}
