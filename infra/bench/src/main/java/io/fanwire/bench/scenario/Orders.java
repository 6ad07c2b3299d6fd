package io.fanwire.bench.scenario;

import io.fanwire.bench.ledger.History;
import io.fanwire.bench.ledger.QuietLanes;
import io.fanwire.bench.ledger.Wanted.Ordering;
import io.fanwire.bench.load.Load;
import io.fanwire.bench.scenario.Population.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Subscriptions that ask for an order, some of whose events fail, while dispatchers are killed. */
final class Orders {
    private static final Duration SETTLES = Duration.ofMinutes(2);
    private static final int KEYS = 1_000;
    private static final int BYTES = 1_024;
    private static final int KILLS = 5;

    /** Below this a ratio of latencies says something of the scheduler only. */
    private static final Duration FLOOR = Duration.ofMillis(250);

    private Orders() {}

    static List<Scenario> all() {
        return List.of(Scenario.of(
                        "F23",
                        "order per key, 1,000 keys, 5 % of the events fail at first; kill -9 a dispatcher 5 times",
                        "1-8 14",
                        2,
                        Orders::keysThatFail)
                .with(Terms.USUAL.ordered(Ordering.KEY)));
    }

    private static Scenario.Judge keysThatFail(Arena arena) {
        Run run = arena.run();
        long events = run.size(2_000, 30_000);
        double pace = run.pace(100, 400);
        arena.platform().sink().script("*", "ok");
        phase(arena, 3 * events, events / 2, pace); // warms up
        History.Phase steady = phase(arena, 0, events, pace);
        arena.platform().sink().script("*", "some 0.05 500 " + run.seed());
        History.Phase failing = phase(arena, events, events, pace);
        Load load = arena.load(2 * events, events, pace, KEYS, BYTES);
        for (int n = 0; n < KILLS; n++) {
            arena.pauseBetweenKills(2_000, 4_000);
            int victim = arena.random().nextInt(2);
            arena.faults().kill("d" + victim);
            Waiting.pause(Duration.ofMillis(arena.random().nextInt(50, 500)));
            arena.platform().startDispatcher(victim);
        }
        arena.faultsOver();
        load.await(SETTLES);
        arena.settle(SETTLES);
        return evidence -> {
            Duration before = QuietLanes.p99(evidence, steady);
            Duration most = before.multipliedBy(2).compareTo(FLOOR) > 0 ? before.multipliedBy(2) : FLOOR;
            return List.of(
                    Figure.told("p99 of all while nothing fails", Figure.seconds(before)),
                    Figure.atMost(
                            "p99 of keys without a failure, beside those with one",
                            QuietLanes.p99(evidence, failing),
                            most),
                    Kills.extras(evidence));
        };
    }

    private static History.Phase phase(Arena arena, long first, long count, double pace) {
        Instant from = Instant.now();
        arena.load(first, count, pace, KEYS, BYTES).await(SETTLES);
        return new History.Phase(from, Instant.now());
    }
}
