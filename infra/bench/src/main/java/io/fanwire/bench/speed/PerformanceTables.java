package io.fanwire.bench.speed;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The tables and charts of {@link PerformancePage}. */
final class PerformanceTables {
    private PerformanceTables() {}

    static void lanes(StringJoiner page, ChainReport report) {
        page.add("## Rates and processor time");
        page.add("");
        page.add("| lane | deliveries/s | router µs | dispatcher µs | broker µs | sink µs | compilers µs | repeated |");
        page.add("|---|---|---|---|---|---|---|---|");
        for (String lane : report.lanes()) {
            Function<ToDoubleFunction<ChainRow>, String> micros =
                    figure -> report.rounds(lane, figure).range("%.1f");
            page.add("| `" + lane + "` | " + report.rounds(lane, ChainRow::rate).range("%,.0f") + " | "
                    + (routed(report, lane) ? micros.apply(row -> row.costs().router()) : "–") + " | "
                    + micros.apply(row -> row.costs().dispatcher()) + " | "
                    + micros.apply(row -> row.costs().broker()) + " | "
                    + micros.apply(row -> row.costs().sink()) + " | "
                    + micros.apply(row -> row.costs().compilers()) + " | "
                    + report.rows().stream()
                            .filter(row -> row.lane().equals(lane) && row.round() > 0)
                            .mapToLong(ChainRow::repeated)
                            .sum()
                    + " |");
        }
        page.add("");
    }

    static void memory(StringJoiner page, ChainReport report) {
        List<String> lanes = report.lanes().stream()
                .filter(lane -> !report.rounds(lane, row -> row.memory().known(ChainMemory::dispatcherKb))
                        .isEmpty())
                .toList();
        if (lanes.isEmpty()) {
            return;
        }
        page.add("## Memory");
        page.add("");
        page.add(
                "KB allocated for each delivery, and the most MiB that a collection left in the heap, of which each service may have 512.");
        page.add("");
        page.add("| lane | router KB | dispatcher KB | router MiB | dispatcher MiB |");
        page.add("|---|---|---|---|---|");
        for (String lane : lanes) {
            Function<ToDoubleFunction<ChainMemory>, Rounds> of =
                    figure -> report.rounds(lane, row -> row.memory().known(figure));
            page.add("| `" + lane + "` | " + of.apply(ChainMemory::routerKb).range("%.1f") + " | "
                    + of.apply(ChainMemory::dispatcherKb).range("%.1f") + " | "
                    + of.apply(ChainMemory::routerHeap).range("%.0f") + " | "
                    + of.apply(ChainMemory::dispatcherHeap).range("%.0f") + " |");
        }
        page.add("");
    }

    static void publishing(StringJoiner page, ChainReport report) {
        List<String> lanes =
                report.publishing().stream().map(GatewayRow::lane).distinct().toList();
        if (lanes.isEmpty()) {
            return;
        }
        page.add("## Publishing");
        page.add("");
        page.add(
                "As fast as answers come over 64 connections, one event a request or 100, while the router is frozen; void unless the topic holds"
                        + " exactly what was answered with 202. Processor time for each event.");
        page.add("");
        page.add("| lane | events/s | gateway µs | broker µs |");
        page.add("|---|---|---|---|");
        lanes.forEach(lane -> page.add("| `" + lane + "` | "
                + report.published(lane, GatewayRow::rate).range("%,.0f") + " | "
                + report.published(lane, GatewayRow::gateway).range("%.1f") + " | "
                + report.published(lane, GatewayRow::broker).range("%.1f") + " |"));
        page.add("");
    }

    static void latencies(StringJoiner page, ChainReport report) {
        List<String> lanes = report.latencies().stream()
                .filter(row -> row.round() > 0)
                .map(LatencyRow::lane)
                .distinct()
                .toList();
        if (lanes.isEmpty()) {
            return;
        }
        page.add("## Latency");
        page.add("");
        page.add(
                "Milliseconds from when an event was to be sent to the gateway to the first byte at its callback: sent at a steady rate, whatever"
                        + " became of those before, and without the first three seconds, in which the load itself warms up. `latency25`, `latency50`, `latency80`: at so many hundredths of what can be published, one event a"
                        + " request, and delivered on the same processors, by the rates of `publish` and `fan1`. `many`, `many-ill`: at half of that, with the rate of `many`, and of"
                        + " the healthy callbacks alone.");
        page.add("");
        page.add("| lane | events/s | p50 | p99 | p99.9 |");
        page.add("|---|---|---|---|---|");
        lanes.forEach(lane -> page.add("| `" + lane + "` | "
                + String.format(
                        Locale.ROOT,
                        "%,.0f",
                        report.latency(lane, LatencyRow::rate).median())
                + " | "
                + report.latency(lane, LatencyRow::p50).range("%,.0f") + " | "
                + report.latency(lane, LatencyRow::p99).range("%,.0f") + " | "
                + report.latency(lane, LatencyRow::p999).range("%,.0f") + " |"));
        page.add("");
        chart(page, "ms to the callback, p99", lanes, lane -> report.latency(lane, LatencyRow::p99));
    }

    static void chart(StringJoiner page, String title, List<String> lanes, Function<String, Rounds> figure) {
        List<String> those =
                lanes.stream().filter(lane -> !figure.apply(lane).isEmpty()).toList();
        page.add("```mermaid");
        page.add("xychart-beta horizontal");
        page.add("    title \"" + title + "\"");
        page.add("    x-axis "
                + those.stream().map(PerformanceTables::quoted).collect(Collectors.joining(", ", "[", "]")));
        page.add("    bar "
                + those.stream()
                        .map(lane -> String.format(
                                Locale.ROOT, "%.1f", figure.apply(lane).median()))
                        .collect(Collectors.joining(", ", "[", "]")));
        page.add("```");
        page.add("");
    }

    /** A name that a chart would not take as it is. */
    private static String quoted(String lane) {
        return lane.chars().allMatch(Character::isLetterOrDigit) ? lane : "\"" + lane + "\"";
    }

    private static boolean routed(ChainReport report, String lane) {
        return report.rows().stream()
                .anyMatch(row -> row.lane().equals(lane) && row.costs().router() > 0);
    }
}
