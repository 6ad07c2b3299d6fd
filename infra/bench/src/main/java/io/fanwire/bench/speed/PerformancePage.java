package io.fanwire.bench.speed;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

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
                "`./fanwire bench chain --json docs/performance.json` measures on one machine, every process a JVM of its own: a broker, the"
                        + " services, the sink that all callbacks lead to, and beside them lanes that show what is possible at least. Events lie in their"
                        + " topic before a round begins; it ends when every pair of event and subscription has come to the sink, or the figure is void."
                        + " Costs are processor time of each process for each delivery; rates are those of everything together on the machine's processors.");
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
        page.add("| lane | deliveries/s | router µs | dispatcher µs | broker µs | sink µs | repeated |");
        page.add("|---|---|---|---|---|---|---|");
        report.lanes().forEach(lane -> page.add(row(report, lane)));
        page.add("");
        page.add("- `raw`: Netty that sends one request after another over 64 connections and does nothing else.");
        page.add(
                "- `bare`: a consumer, a signature, a request, a commit now and then: no retries, no dead letters, no log of attempts.");
        page.add(
                "- `fan1`, `fan10`, `fan100`: our router and dispatcher, with so many subscriptions for each event; signed, each attempt written"
                        + " down, progress in transactions.");
        page.add("- `key`: as `fan10`, in order of 10,000 keys. `slow`: 50 subscriptions whose callbacks take 50 ms.");
        page.add(
                "- Any other system: `--other NAME=COMMAND`, which finds `BENCH_KAFKA`, `BENCH_TOPIC`, `BENCH_GROUP`, `BENCH_EVENTS` and"
                        + " `BENCH_SINK` in its environment.");
        page.add("");
        chart(page, report, "Processor time of the sender, µs for each delivery", row -> row.costs()
                .dispatcher());
        chart(page, report, "Deliveries a second", ChainRow::rate);
        page.add(
                "Other figures, each with its command: publishing (`bench publish`), routing alone (`bench route`, decision 0030), latency"
                        + " (`bench latency`), a million subscriptions (`bench index`), an event to ten thousand (`bench wide`, decision 0032), kills"
                        + " (`bench kills`), time and heap of inner loops (`bench inner`, decision 0034).");
        return page.toString();
    }

    private static String row(ChainReport report, String lane) {
        boolean ours =
                report.measured(lane).stream().anyMatch(row -> row.costs().router() > 0);
        return "| `" + lane + "` | " + report.range(lane, ChainRow::rate, "%,.0f") + " | "
                + (ours ? report.range(lane, row -> row.costs().router(), "%.1f") : "–") + " | "
                + report.range(lane, row -> row.costs().dispatcher(), "%.1f") + " | "
                + report.range(lane, row -> row.costs().broker(), "%.1f") + " | "
                + report.range(lane, row -> row.costs().sink(), "%.1f") + " | "
                + report.measured(lane).stream().mapToLong(ChainRow::repeated).sum() + " |";
    }

    private static void chart(StringJoiner page, ChainReport report, String title, ToDoubleFunction<ChainRow> figure) {
        List<String> lanes = report.lanes();
        page.add("```mermaid");
        page.add("xychart-beta horizontal");
        page.add("    title \"" + title + "\"");
        page.add("    x-axis " + lanes.stream().collect(Collectors.joining(", ", "[", "]")));
        page.add("    bar "
                + lanes.stream()
                        .map(lane -> String.format(Locale.ROOT, "%.1f", report.median(lane, figure)))
                        .collect(Collectors.joining(", ", "[", "]")));
        page.add("```");
        page.add("");
    }
}
