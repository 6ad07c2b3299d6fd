package io.fanwire.bench.scenario;

import io.fanwire.bench.ledger.Lateness;
import io.fanwire.bench.ledger.Rate;
import io.fanwire.bench.load.Load;
import io.fanwire.bench.scenario.Vitals.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Rows about what lasts: delays, paces, memory. */
final class Endurance {
    private static final Duration SETTLES = Duration.ofMinutes(2);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long MOST_HEAP = 512;

    private Endurance() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of(
                        "L5",
                        "a tenth of the first attempts fails; how late is the next one?",
                        "13",
                        1,
                        Endurance::late),
                Scenario.of(
                                "L7",
                                "soak: steady load, a kill every now and then; what does it keep?",
                                "1-8 19",
                                3,
                                Endurance::soak)
                        .with(run -> Setup.of(3)
                                .withDispatcherJvm(List.of(
                                        "-Dio.netty.leakDetection.level=" + (run.full() ? "simple" : "paranoid")))),
                Scenario.of("L9", "a rate limit of ten a second, and far more to send", "1 2", 1, Endurance::paced)
                        .waiving(Map.of("I12", "the limit itself makes the backlog last longer than that")),
                Scenario.of("L10", "a crowd of parked retries, all callbacks ask for time", "1 2", 1, Endurance::parked)
                        .with(run -> Setup.of(1)
                                .withTiers(List.of(
                                        SECOND, Duration.ofSeconds(3), Duration.ofSeconds(9), Duration.ofMinutes(2)))
                                .withDispatcherJvm(List.of("-Xmx512m"))));
    }

    private static Scenario.Judge late(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(4_000, 100_000), run.pace(125, 400));
        load.await(Duration.ofMinutes(10));
        arena.faultsOver();
        arena.settle(SETTLES);
        return evidence -> {
            Lateness lateness = Lateness.of(evidence);
            return List.of(
                    Figure.told("retries", lateness.retries()),
                    Figure.told("behind the due time, half of them", Figure.seconds(lateness.p50())),
                    Figure.atMost("behind the due time and its jitter, 99 of 100", lateness.p99(), SECOND));
        };
    }

    private static Scenario.Judge soak(Arena arena) {
        Run run = arena.run();
        Duration lasts = run.full() ? Duration.ofHours(1) : Duration.ofSeconds(50);
        Duration each = run.full() ? Duration.ofMinutes(5) : Duration.ofSeconds(20);
        double pace = 60;
        Load load = arena.load(0, (long) (pace * lasts.toSeconds()), pace, 10, 256);
        Waiting.pause(each.dividedBy(2));
        Vitals vitals = new Vitals(arena.platform(), "d0");
        Instant end = Instant.now().plus(lasts).minus(each);
        for (int n = 0; Instant.now().isBefore(end); n++) {
            String victim = "d" + (1 + n % 2);
            arena.faults().kill(victim);
            arena.platform().startDispatcher(1 + n % 2);
            Waiting.pause(each.dividedBy(2));
            run.say("d0: " + vitals.take());
            Waiting.pause(each.dividedBy(2));
        }
        run.say("d0: " + vitals.take());
        load.await(SETTLES);
        arena.faultsOver();
        arena.settle(SETTLES);
        long leaks = leaks(run.folder());
        return evidence -> {
            List<Figure> figures = new ArrayList<>(List.of(Kills.extras(evidence)));
            figures.add(Figure.exactly("reports of the leak detector", leaks, 0));
            figures.add(growth(run, "heap", vitals, Sample::heap));
            figures.add(growth(run, "direct memory", vitals, Sample::direct));
            figures.add(growth(run, "threads", vitals, Sample::threads));
            figures.add(growth(run, "descriptors", vitals, Sample::descriptors));
            return figures;
        };
    }

    /** Minutes are too short to tell growth from warming up: then it is told and not judged. */
    private static Figure growth(Run run, String what, Vitals vitals, ToDoubleFunction<Sample> of) {
        double growth = vitals.growth(of);
        String name = "growth of " + what + " in 10 min";
        String percent = String.format("%.2f %%", 100 * growth);
        return run.full() ? new Figure(name, percent, "at most 1 %", growth <= 0.01) : Figure.told(name, percent);
    }

    private static long leaks(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("d\\d\\.log"))
                    .mapToLong(Endurance::leaksIn)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException("the logs cannot be read", e);
        }
    }

    private static long leaksIn(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("LEAK:")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(log + " cannot be read", e);
        }
    }

    private static Scenario.Judge paced(Arena arena) {
        Run run = arena.run();
        arena.platform().sink().script("*", "ok");
        arena.population()
                .put(
                        "default",
                        "c00",
                        true,
                        Set.of("t0", "t1", "t2"),
                        "/c/c00",
                        Map.of("rateLimit", Map.of("count", 10, "per", "1s")));
        Load load = arena.loadAtOnce(0, run.size(6_000, 20_000), 400);
        load.await(SETTLES);
        arena.faultsOver();
        arena.settle(Duration.ofSeconds(run.size(90, 300)));
        return evidence -> {
            Rate rate = Rate.of(evidence, "c00", 10);
            return List.of(
                    Figure.told("deliveries to it", rate.posts()),
                    Figure.atLeast("fewest in any second", (double) rate.fewest(), 9),
                    Figure.atMost("most in any second", rate.most(), 11),
                    Figure.exactly("answers other than 2xx", rate.refused(), 0));
        };
    }

    private static Scenario.Judge parked(Arena arena) {
        Run run = arena.run();
        long events = run.size(20_000, 334_000);
        Duration pause = Duration.ofSeconds(run.size(40, 400));
        arena.platform().sink().script("*", "retry-after 429 " + pause.toSeconds());
        Vitals vitals = new Vitals(arena.platform(), "d0");
        Sample before = vitals.take();
        Load first = arena.load(0, events / 10, 0, 10, 100);
        first.await(SETTLES);
        Sample few = vitals.take();
        Load rest = arena.load(events / 10, events - events / 10, 0, 10, 100);
        rest.await(Duration.ofMinutes(15));
        Waiting.pause(Duration.ofSeconds(run.size(5, 30)));
        Sample all = vitals.take();
        arena.platform().sink().script("*", "ok");
        run.say("nothing parked: " + before);
        run.say("a tenth parked: " + few);
        run.say("all parked: " + all);
        arena.faultsOver();
        arena.settle(pause.multipliedBy(2).plus(SETTLES));
        return evidence -> List.of(
                Figure.told("deliveries", evidence.history().deliveries().size()),
                Figure.told("heap with a tenth of them, with all", text(few) + ", " + text(all)),
                Figure.atMost("heap with all of them, MiB", (long) all.heap(), MOST_HEAP));
    }

    private static String text(Sample sample) {
        return String.format("%.1f MiB", sample.heap());
    }
}
