package io.fanwire.bench.speed;

import java.util.List;

/** What the figures of a chain are to come to, each in the same run as what it is compared with. */
final class Goals {
    private static final String MICROS = "%.1f";
    private static final String RATE = "%,.0f";
    private static final String RATIO = "%.2f";
    private static final String PERCENT = "%.0f %%";
    private static final double MILLIS_50 = 0.05;

    private Goals() {}

    /** Those whose lanes a report has. */
    static List<Goal> of(ChainReport report) {
        return ALL.stream().filter(goal -> goal.measured(report)).toList();
    }

    private static final List<Goal> ALL = List.of(
            Goal.atMost(
                    15,
                    MICROS,
                    "dispatcher, fan-out 1: µs for each delivery (on a machine where the bare loop takes 10 to 12)",
                    List.of("fan1"),
                    report -> report.rounds("fan1", Goals::dispatcher)),
            Goal.atMost(
                    1.36,
                    RATIO,
                    "dispatcher, fan-out 1, all running: processor time ÷ bare loop",
                    List.of("fan1", "bare"),
                    report -> report.rounds("fan1", Goals::dispatcher).over(report.rounds("bare", Goals::dispatcher))),
            Goal.atMost(
                    1.36,
                    RATIO,
                    "dispatcher, fan-out 1, alone: processor time ÷ bare loop",
                    List.of("ready", "bare"),
                    report -> report.rounds("ready", Goals::dispatcher).over(report.rounds("bare", Goals::dispatcher))),
            Goal.atMost(
                    25,
                    MICROS,
                    "router and dispatcher, fan-out 1: µs for each delivery",
                    List.of("fan1"),
                    report -> report.rounds("fan1", Goals::both)),
            Goal.atMost(
                    20,
                    MICROS,
                    "router and dispatcher, fan-out 10: µs for each delivery",
                    List.of("fan10"),
                    report -> report.rounds("fan10", Goals::both)),
            Goal.atLeast(
                    1.0 / 3,
                    RATIO,
                    "processor time of Netty alone ÷ dispatcher, fan-out 1",
                    List.of("raw", "fan1"),
                    report -> report.rounds("raw", Goals::dispatcher).over(report.rounds("fan1", Goals::dispatcher))),
            Goal.atLeast(
                    90,
                    PERCENT,
                    "callbacks of 50 ms, 1,000 in flight: share of in flight ÷ latency",
                    List.of("slow1000"),
                    report -> report.rounds("slow1000", row -> 100 * row.rate() / (1_000 / MILLIS_50))),
            Goal.atLeast(
                    40_000,
                    RATE,
                    "callbacks of 50 ms, 4,000 in flight: deliveries/s",
                    List.of("slow4000"),
                    report -> report.rounds("slow4000", ChainRow::rate)),
            Goal.atLeast(
                    20_000,
                    RATE,
                    "in order of 10,000 keys: deliveries/s",
                    List.of("key"),
                    report -> report.rounds("key", ChainRow::rate)),
            Goal.atLeast(
                    20_000,
                    RATE,
                    "whole chain, fan-out 1: deliveries/s",
                    List.of("fan1"),
                    report -> report.rounds("fan1", ChainRow::rate)),
            Goal.atLeast(
                    35_000,
                    RATE,
                    "whole chain, fan-out 10: deliveries/s",
                    List.of("fan10"),
                    report -> report.rounds("fan10", ChainRow::rate)),
            Goal.atMost(
                    25,
                    MICROS,
                    "gateway, one event a request: µs for each event",
                    List.of("publish"),
                    report -> report.published("publish", GatewayRow::gateway)),
            Goal.atMost(
                    6,
                    MICROS,
                    "gateway, batches of 100: µs for each event",
                    List.of("publish100"),
                    report -> report.published("publish100", GatewayRow::gateway)),
            Goal.atMost(
                    4,
                    MICROS,
                    "dispatcher, fan-out 1: KB allocated for each delivery",
                    List.of("fan1"),
                    report -> report.rounds("fan1", row -> row.memory().known(ChainMemory::dispatcherKb))),
            Goal.atLeast(
                    90,
                    PERCENT,
                    "backlog: its rate, of that of a short one",
                    List.of("backlog", "ready"),
                    report -> report.rounds("backlog", ChainRow::rate)
                            .over(report.rounds("ready", ChainRow::rate))
                            .map(share -> 100 * share)),
            Goal.atMost(
                    512,
                    "%.0f",
                    "backlog: MiB of the dispatcher's heap after a collection",
                    List.of("backlog"),
                    report -> report.rounds("backlog", row -> row.memory().known(ChainMemory::dispatcherHeap))),
            Goal.atMost(
                    1.5,
                    RATIO,
                    "TLS, connections kept: dispatcher's processor time ÷ plain",
                    List.of("tls", "fan1"),
                    report -> report.rounds("tls", Goals::dispatcher).over(report.rounds("fan1", Goals::dispatcher))),
            Goal.atLeast(
                    85,
                    PERCENT,
                    "1,000 callbacks, one of ten ill: rate of the healthy, of all healthy",
                    List.of("many", "many-ill"),
                    report -> report.rounds("many-ill", ChainRow::rate)
                            .over(report.rounds("many", ChainRow::rate))
                            .map(share -> 100 * share)),
            Goal.atMost(
                    1.5,
                    RATIO,
                    "1,000 callbacks, one of ten ill: p99 of the healthy ÷ all healthy",
                    List.of("many", "many-ill"),
                    report ->
                            report.latency("many-ill", LatencyRow::p99).over(report.latency("many", LatencyRow::p99))));

    private static double dispatcher(ChainRow row) {
        return row.costs().dispatcher();
    }

    private static double both(ChainRow row) {
        return row.costs().router() + row.costs().dispatcher();
    }
}
