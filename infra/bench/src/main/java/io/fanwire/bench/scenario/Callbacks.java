package io.fanwire.bench.scenario;

import io.fanwire.bench.ledger.Evidence;
import io.fanwire.bench.ledger.Fault;
import io.fanwire.bench.ledger.Figures;
import io.fanwire.bench.ledger.History.Phase;
import io.fanwire.bench.ledger.Ledger;
import io.fanwire.bench.ledger.SlowStart;
import io.fanwire.bench.load.Load;
import io.fanwire.bench.scenario.Population.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Callbacks and networks that misbehave. */
final class Callbacks {
    private static final Duration SETTLES = Duration.ofSeconds(70);
    private static final Duration RECOVERS = Duration.ofSeconds(10);

    /** A breaker holds nothing back for longer than the schedule lasts, and what it lets go is no slow start. */
    private static final List<String> LONGER_THAN_DOWN = Stream.concat(
                    Stream.of("1s", "1s", "3s", "3s"),
                    Stream.generate(() -> "9s").limit(16))
            .toList();

    private Callbacks() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("F09", "one callback of 50 accepts and never answers", "10", 1, Callbacks::hanging),
                Scenario.of(
                                "F10",
                                "10 of 50 callbacks are down for a while, then all recover",
                                "12 13",
                                1,
                                Callbacks::down)
                        .with(Terms.USUAL.with(LONGER_THAN_DOWN)),
                Scenario.of(
                                "F14",
                                "endless body, a byte a second, 10,000 headers, a 5 MiB header",
                                "1-8",
                                1,
                                Callbacks::rude)
                        .with(Terms.USUAL.with(List.of("1s")))
                        .waiving(Map.of("I12", "what waits behind breakers comes back at the pace that they allow")),
                Scenario.of("F15", "the sink takes the request, then resets", "2 8", 1, Callbacks::resets),
                Scenario.of(
                                "F18",
                                "500 ± 200 ms and 2 % resets between dispatchers and broker",
                                "1-8",
                                2,
                                Callbacks::weather)
                        .with(run -> Setup.of(2).withDetour()));
    }

    /** When the first two seconds began that were as busy as nine tenths of those before the fault. */
    private static Duration back(Evidence evidence, Instant before, Instant after) {
        Duration window = Duration.ofSeconds(2);
        double steady = 0.9 * Ledger.posts(evidence, before.minus(window), before);
        Duration step = Duration.ofMillis(100);
        Duration waited = Duration.ZERO;
        while (waited.compareTo(SETTLES) < 0
                && Ledger.posts(evidence, after.plus(waited), after.plus(waited).plus(window)) < steady) {
            waited = waited.plus(step);
        }
        return waited;
    }

    private static Scenario.Judge hanging(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(5_000, 100_000), run.pace(125, 400));
        Waiting.pause(Duration.ofSeconds(3));
        Instant from = Instant.now();
        Waiting.pause(Duration.ofSeconds(run.size(12, 60)));
        arena.platform().sink().script("/c/c00", "hang");
        Instant during = Instant.now();
        Duration still = Marks.longestStandstill(arena.platform(), Duration.ofSeconds(run.size(20, 60)));
        Instant to = Instant.now();
        arena.platform().sink().script("/c/c00", "ok");
        arena.faultsOver();
        load.await(SETTLES);
        arena.settle(SETTLES);
        Phase before = new Phase(from, during);
        Phase beside = new Phase(during, to);
        Set<String> bad = Set.of("c00");
        arena.neighbours(before, beside, bad);
        return evidence -> List.of(
                Figure.told("without it", p(evidence, before, bad)),
                Figure.told("with it", p(evidence, beside, bad)),
                Figure.atMost("longest that a committed offset stood still", still, Duration.ofSeconds(16)));
    }

    private static String p(Evidence evidence, Phase phase, Set<String> without) {
        Figures figures = Figures.of(evidence, phase, without);
        return figures.deliveries() + " deliveries, p50 " + figures.p50().toMillis() + " ms, p99 "
                + figures.p99().toMillis() + " ms";
    }

    private static Scenario.Judge down(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(4_000, 100_000), run.pace(125, 400));
        Waiting.pause(Duration.ofSeconds(3));
        for (String id : Population.first(10)) {
            arena.platform().sink().script("/c/" + id, "status 503");
        }
        Waiting.pause(Duration.ofSeconds(run.size(12, 60)));
        Instant back = Instant.now();
        for (String id : Population.first(10)) {
            // It takes a while to answer, so that what is in flight can be counted.
            arena.platform().sink().script("/c/" + id, "delay 100ms 204");
        }
        arena.faultsOver();
        load.await(SETTLES);
        arena.settle(SETTLES);
        return evidence -> List.of(
                Figure.told("successes of the slowest to come back", SlowStart.fewest(evidence, back, bad())),
                Figure.exactly(
                        "requests beyond what a slow start allows", SlowStart.tooMany(evidence, back, bad()), 0));
    }

    private static Set<String> bad() {
        return Set.copyOf(Population.first(10));
    }

    private static Scenario.Judge rude(Arena arena) {
        Run run = arena.run();
        List<String> scripts =
                List.of("endless", "drip", "headers 10000", "big-header 5242880", "hang-body", "slow-read");
        for (int i = 0; i < scripts.size(); i++) {
            arena.platform().sink().script("/c/" + String.format("c%02d", i), scripts.get(i));
        }
        Vitals vitals = new Vitals(arena.platform(), "d0");
        double before = vitals.take().heap();
        Load load = arena.load(0, run.size(1_000, 20_000), run.pace(50, 200));
        double most = before;
        while (!load.done()) {
            Waiting.pause(Duration.ofSeconds(2));
            most = Math.max(most, vitals.take().heap());
        }
        for (String id : Population.first(scripts.size())) {
            arena.platform().sink().script("/c/" + id, "ok");
        }
        arena.faultsOver();
        arena.settle(SETTLES);
        long growth = (long) Math.ceil(most - before);
        return evidence -> List.of(
                Figure.atMost(
                        "longest attempt",
                        evidence.history().attempts().stream()
                                .map(seen -> seen.attempt().took())
                                .max(Duration::compareTo)
                                .orElse(Duration.ZERO),
                        Duration.ofSeconds(15)),
                Figure.atMost("heap beyond that at the start, MiB", growth, 31));
    }

    private static Scenario.Judge resets(Arena arena) {
        Run run = arena.run();
        arena.platform().sink().script("*", "reset 0.1 " + run.seed());
        Load load = arena.load(0, run.size(3_000, 100_000), run.pace(125, 400));
        load.await(SETTLES);
        arena.faultsOver();
        arena.settle(SETTLES);
        return evidence -> {
            long posts = evidence.history().posts().size();
            long resets = evidence.history().posts().stream()
                    .filter(post -> post.how().equals("reset"))
                    .count();
            return List.of(Figure.exactly(
                    "requests beyond one per delivery, for " + resets + " resets",
                    posts - arena.accepted().accepted() * 3,
                    resets));
        };
    }

    private static Scenario.Judge weather(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(2_500, 100_000), run.pace(75, 400));
        Waiting.pause(Duration.ofSeconds(3));
        Instant from = Instant.now();
        arena.platform().weather("latency 500ms jitter 200ms reset 0.02");
        Waiting.pause(Duration.ofSeconds(run.size(20, 60)));
        arena.platform().weather("");
        Instant calm = Instant.now();
        arena.faults().add(new Fault(Fault.Kind.NETWORK, "dispatchers", from, Instant.now(), Set.of()));
        arena.faultsOver();
        load.await(SETTLES);
        arena.settle(SETTLES);
        return evidence -> List.of(
                Kills.extras(evidence),
                Figure.atMost("nine tenths of the rate before, again after", back(evidence, from, calm), RECOVERS));
    }
}
