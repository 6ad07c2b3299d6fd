package io.fanwire.bench.scenario;

import io.fanwire.bench.ledger.Evidence;
import io.fanwire.bench.ledger.Figures;
import io.fanwire.bench.ledger.History.Phase;
import io.fanwire.bench.load.Load;
import io.fanwire.bench.scenario.Population.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Callbacks and networks that misbehave. */
final class Callbacks {
    private static final Duration SETTLES = Duration.ofSeconds(70);

    private Callbacks() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("F09", "one callback of 50 accepts and never answers", "10", 1, Callbacks::hanging),
                Scenario.of(
                        "F10",
                        "10 of 50 callbacks are down for a while, then all recover",
                        "12 13",
                        1,
                        Callbacks::down),
                Scenario.of(
                                "F14",
                                "endless body, a byte a second, 10,000 headers, a 5 MiB header",
                                "1-8",
                                1,
                                Callbacks::rude)
                        .with(Terms.USUAL.with(List.of("1s"))),
                Scenario.of("F15", "the sink takes the request, then resets", "2 8", 1, Callbacks::resets),
                Scenario.of(
                                "F18",
                                "500 ± 200 ms and 2 % resets between dispatchers and broker",
                                "1-8",
                                2,
                                Callbacks::weather)
                        .with(run -> Setup.of(2).withDetour()));
    }

    private static Scenario.Judge hanging(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(4_000, 100_000), run.pace(125, 500));
        Waiting.pause(Duration.ofSeconds(3));
        Instant from = Instant.now();
        Waiting.pause(Duration.ofSeconds(run.size(12, 60)));
        arena.platform().sink().script("/c/c00", "hang");
        Instant during = Instant.now();
        Waiting.pause(Duration.ofSeconds(run.size(12, 60)));
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
                Figure.told("without it", p(evidence, before, bad)), Figure.told("with it", p(evidence, beside, bad)));
    }

    private static String p(Evidence evidence, Phase phase, Set<String> without) {
        Figures figures = Figures.of(evidence, phase, without);
        return figures.deliveries() + " deliveries, p50 " + figures.p50().toMillis() + " ms, p99 "
                + figures.p99().toMillis() + " ms";
    }

    private static Scenario.Judge down(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(4_000, 100_000), run.pace(125, 500));
        Waiting.pause(Duration.ofSeconds(3));
        for (String id : Population.first(10)) {
            arena.platform().sink().script("/c/" + id, "status 503");
        }
        Waiting.pause(Duration.ofSeconds(run.size(12, 60)));
        for (String id : Population.first(10)) {
            arena.platform().sink().script("/c/" + id, "ok");
        }
        arena.faultsOver();
        load.await(SETTLES);
        arena.settle(SETTLES);
        return evidence -> List.of();
    }

    private static Scenario.Judge rude(Arena arena) {
        Run run = arena.run();
        List<String> scripts =
                List.of("endless", "drip", "headers 10000", "big-header 5242880", "hang-body", "slow-read");
        for (int i = 0; i < scripts.size(); i++) {
            arena.platform().sink().script("/c/" + String.format("c%02d", i), scripts.get(i));
        }
        Load load = arena.load(0, run.size(1_000, 20_000), run.pace(50, 200));
        load.await(SETTLES);
        arena.faultsOver();
        arena.settle(SETTLES);
        return evidence -> List.of(Figure.atMost(
                "longest attempt",
                evidence.history().attempts().stream()
                        .map(seen -> seen.attempt().took())
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO),
                Duration.ofSeconds(15)));
    }

    private static Scenario.Judge resets(Arena arena) {
        Run run = arena.run();
        arena.platform().sink().script("*", "reset 0.1 " + run.seed());
        Load load = arena.load(0, run.size(3_000, 100_000), run.pace(125, 500));
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
        Load load = arena.load(0, run.size(2_500, 100_000), run.pace(75, 500));
        Waiting.pause(Duration.ofSeconds(3));
        Instant from = Instant.now();
        arena.platform().weather("latency 500ms jitter 200ms reset 0.02");
        Waiting.pause(Duration.ofSeconds(run.size(20, 60)));
        arena.platform().weather("");
        arena.faults()
                .add(new io.fanwire.bench.ledger.Fault(
                        io.fanwire.bench.ledger.Fault.Kind.NETWORK, "dispatchers", from, Instant.now(), Set.of()));
        arena.faultsOver();
        load.await(SETTLES);
        arena.settle(SETTLES);
        return evidence -> List.of(Kills.extras(evidence));
    }
}
