package io.fanwire.bench.scenario;

import io.fanwire.bench.ledger.Evidence;
import io.fanwire.bench.ledger.Fault;
import io.fanwire.bench.ledger.Ledger;
import io.fanwire.bench.ledger.Resumption;
import io.fanwire.bench.load.Load;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What operators do every day, which must cost nothing, and a process that the system forgets for a while. */
final class Scaling {
    private static final Duration SETTLES = Duration.ofSeconds(60);
    private static final Duration STOPS = Duration.ofSeconds(20);

    private static final Duration EVERY = Duration.ofSeconds(10);

    /** A drain of attempts that take 2 s is in it. */
    private static final Duration MOVES = Duration.ofSeconds(5);

    private Scaling() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of(
                        "F06", "SIGSTOP a dispatcher until its partitions moved, SIGCONT", "6 7 9", 2, Scaling::freeze),
                Scenario.of("F07", "scale 1 to 4 to 2 dispatchers, attempts take 2 s", "7 8", 1, Scaling::scale),
                Scenario.of("F08", "SIGTERM rolling restart of all", "7", 3, Scaling::roll));
    }

    private static Scenario.Judge freeze(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(5_000, 100_000), run.pace(125, 400));
        Waiting.pause(Duration.ofSeconds(5));
        arena.faults().freeze("d0", Duration.ofSeconds(run.size(20, 40)));
        load.await(SETTLES);
        arena.faultsOver();
        arena.settle(SETTLES);
        return evidence -> List.of(Kills.extras(evidence));
    }

    private static Scenario.Judge scale(Arena arena) {
        Run run = arena.run();
        arena.platform().sink().script("*", "delay 2s 204");
        long rounds = run.size(2, 10);
        Load load = arena.load(0, run.size(5_500, 27_000), run.pace(50, 50));
        List<Instant> moves = new ArrayList<>();
        List<Integer> codes = new ArrayList<>();
        Waiting.pause(Duration.ofSeconds(3));
        for (long round = 0; round < rounds; round++) {
            for (int i = 1; i < 4; i++) {
                arena.platform().startDispatcher(i);
                arena.faults().add(Fault.at(Fault.Kind.START, "d" + i, Instant.now()));
            }
            List.of("d1", "d2", "d3").forEach(arena.platform()::awaitReady);
            Waiting.pause(EVERY);
            for (List<String> leaving : List.of(List.of("d3", "d2"), List.of("d1"))) {
                moves.add(Instant.now());
                codes.addAll(arena.faults().terminate(leaving, STOPS));
                Waiting.pause(EVERY);
            }
        }
        arena.faultsOver();
        load.await(SETTLES);
        arena.settle(SETTLES);
        return evidence -> figures(evidence, codes, moves);
    }

    private static Scenario.Judge roll(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(4_000, 100_000), run.pace(125, 400));
        Waiting.pause(Duration.ofSeconds(3));
        List<Integer> codes = new ArrayList<>();
        List<Instant> moves = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            moves.add(Instant.now());
            codes.add(arena.faults().terminate("d" + i, STOPS));
            arena.platform().startDispatcher(i);
            arena.platform().awaitReady("d" + i);
            Waiting.pause(Duration.ofSeconds(2));
        }
        arena.faultsOver();
        load.await(SETTLES);
        arena.settle(SETTLES);
        return evidence -> figures(evidence, codes, moves);
    }

    private static List<Figure> figures(Evidence evidence, List<Integer> codes, List<Instant> moves) {
        Resumption resumption = Resumption.of(evidence);
        List<Duration> after = moves.stream().map(resumption::slowestAfter).toList();
        Duration slowest = after.stream().max(Duration::compareTo).orElse(Duration.ZERO);
        return List.of(
                Figure.exactly("duplicates", Ledger.extraPosts(evidence), 0),
                Figure.exactly(
                        "processes that did not end with 0 in 20 s",
                        codes.stream().filter(code -> code != 0).count(),
                        0),
                Figure.exactly(
                        "processes told to stop after there was nothing left to send",
                        after.stream().filter(Duration::isZero).count(),
                        0),
                Figure.atMost("slowest partition after a process was told to stop", slowest, MOVES));
    }
}
