package io.fanwire.bench.speed;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** {@code docs/performance.md}, printed from a kept report of {@code fanwire bench chain}. */
final class PerformancePage {
    private PerformancePage() {}

    static String of(ChainReport report) {
        StringJoiner page = new StringJoiner("\n", "", "\n");
        page.add(
                "<!-- Printed by PerformancePageTest from performance.json; -Dfanwire.pages=write prints it anew. -->");
        page.add("# Performance");
        page.add("");
        page.add(
                "`./fanwire bench chain --lanes all --json docs/performance.json` measures on one machine, every process a JVM of its own: a"
                        + " broker, the services, the sink that all callbacks lead to, and beside them lanes that show what is possible at least. Events lie in"
                        + " their topic before a round begins; it ends when every pair of event and subscription has come to the sink, or it is void. Costs are"
                        + " processor time of each process for each delivery, without the threads of its JVM's compilers, whose part is shown by itself: a service that"
                        + " has run for long has compiled all that it runs, and on few processors compilers take their time for minutes. Rates are those of everything together on the machine's processors.");
        page.add("");
        page.add(String.format(
                Locale.ROOT,
                "Run of %s at `%s`: JDK %s, %d processors, %d bytes of data, load average at the start %.1f. Of each figure the median of the"
                        + " measured rounds, and the least and the most.",
                report.date(),
                report.commit(),
                report.jdk(),
                report.processors(),
                report.bytes(),
                report.load()));
        page.add("");
        goals(page, report);
        PerformanceTables.lanes(page, report);
        lanes(page);
        PerformanceTables.chart(
                page,
                "Processor time of the sender, µs for each delivery",
                report.lanes(),
                lane -> report.rounds(lane, row -> row.costs().dispatcher()));
        PerformanceTables.chart(
                page, "Deliveries a second", report.lanes(), lane -> report.rounds(lane, ChainRow::rate));
        PerformanceTables.memory(page, report);
        PerformanceTables.publishing(page, report);
        PerformanceTables.latencies(page, report);
        page.add(
                "Other figures, each with its command: publishing beside Kafka's own producer (`bench publish`), routing alone (`bench route`,"
                        + " decision 0030), the stages of latency (`bench latency`), a million subscriptions (`bench index`), an event to ten thousand"
                        + " (`bench wide`, decision 0032), kills (`bench kills`), time and heap of inner loops (`bench inner`, decision 0034).");
        return page.toString();
    }

    private static void goals(StringJoiner page, ChainReport report) {
        List<Goal> goals = Goals.of(report);
        if (goals.isEmpty()) {
            return;
        }
        page.add("## Goals");
        page.add("");
        page.add("| figure | lanes | goal | came to | |");
        page.add("|---|---|---|---|---|");
        goals.forEach(goal -> page.add("| " + goal.figure() + " | `" + String.join("`, `", goal.lanes()) + "` | "
                + goal.goal() + " | " + goal.cameTo(report) + " | " + goal.verdict(report) + " |"));
        page.add("");
        page.add(
                "What is compared is compared round by round. A goal is void when a measured round of one of its lanes is: something did not come,"
                        + " or something came that was not due.");
        page.add("");
        report.voids()
                .forEach(round -> page.add(
                        "- `" + round.lane() + "`, round " + round.name() + " does not count:" + round.verdict()));
        if (!report.voids().isEmpty()) {
            page.add("");
        }
    }

    private static void lanes(StringJoiner page) {
        page.add("- `raw`: Netty that sends one request after another over 64 connections and does nothing else.");
        page.add(
                "- `bare`: a consumer, a signature, a request, a commit now and then: no retries, no dead letters, no log of attempts.");
        page.add(
                "- `fan1`, `fan10`, `fan100`: our router and dispatcher, with so many subscriptions for each event; signed, each attempt written"
                        + " down, progress in transactions.");
        page.add(
                "- `key`: as `fan10`, in order of 10,000 keys. `slow`: 50 subscriptions whose callbacks take 50 ms. `tls`: as `fan1`, to"
                        + " `https` callbacks.");
        page.add(
                "- `many`: 1,000 callbacks, one of which gets each event. `many-ill`: the same while 25 of them refuse connections, 25 never answer and"
                        + " 50 answer after two seconds; the rate is that of the other 900, whose events are nine of ten. The ill ones are new in each round.");
        page.add(
                "- `ready`, `backlog`: the dispatcher alone. It is frozen while the router routes a round's deliveries, or a million, and is then let go;"
                        + " the router has nothing left to do. Frozen for longer than its group waits, it has lost its partitions and must come back: as many"
                        + " deliveries as a quarter of a round's do not count in either. The steady rate that a backlog is held against is that of `ready`,"
                        + " where the dispatcher is never more than seconds behind.");
        page.add(
                "- `slow1000`, `slow4000`: likewise, with 50 callbacks that take 50 ms, and a dispatcher that may have so many attempts in flight.");
        page.add(
                "- Any other system: `--other NAME=COMMAND`, which finds `BENCH_KAFKA`, `BENCH_TOPIC`, `BENCH_GROUP`, `BENCH_EVENTS` and"
                        + " `BENCH_SINK` in its environment.");
        page.add("");
    }
}
