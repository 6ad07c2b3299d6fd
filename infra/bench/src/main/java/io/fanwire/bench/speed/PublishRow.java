package io.fanwire.bench.speed;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * One lane in one round; round 0 warms up.
 *
 * @param gatewayMicros processor time of the gateway for each event; {@code brokerMicros} of the broker
 */
record PublishRow(int round, String lane, LaneResult result, double gatewayMicros, double brokerMicros) {
    static final String HEAD = String.format(
            Locale.ROOT,
            "%-7s %-17s %10s %9s %8s %8s %9s %9s %9s",
            "round",
            "lane",
            "events/s",
            "gateway",
            "broker",
            "load",
            "p50",
            "p99",
            "p99.9");

    String line() {
        return format(round == 0 ? "warm-up" : Integer.toString(round), lane, new double[] {
            result.perSecond(),
            gatewayMicros,
            brokerMicros,
            loadMicros(),
            result.p50() / 1000.0,
            result.p99() / 1000.0,
            result.p999() / 1000.0
        });
    }

    private double loadMicros() {
        return result.cpuMicros() / (double) result.events();
    }

    /** The median of each column, a line for each lane. */
    static List<String> summary(List<PublishRow> rows) {
        Set<String> lanes = new LinkedHashSet<>();
        rows.forEach(row -> lanes.add(row.lane));
        List<String> lines = new ArrayList<>();
        for (String lane : lanes) {
            List<PublishRow> own = rows.stream()
                    .filter(row -> row.round > 0 && row.lane.equals(lane))
                    .toList();
            lines.add(format("median", lane, new double[] {
                median(own, row -> row.result.perSecond()),
                median(own, PublishRow::gatewayMicros),
                median(own, PublishRow::brokerMicros),
                median(own, PublishRow::loadMicros),
                median(own, row -> row.result.p50() / 1000.0),
                median(own, row -> row.result.p99() / 1000.0),
                median(own, row -> row.result.p999() / 1000.0)
            }));
        }
        return lines;
    }

    private static double median(List<PublishRow> rows, ToDoubleFunction<PublishRow> column) {
        double[] sorted = rows.stream().mapToDouble(column).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    private static String format(String round, String lane, double[] columns) {
        return String.format(
                Locale.ROOT,
                "%-7s %-17s %10.0f %9.1f %8.1f %8.1f %9.2f %9.2f %9.2f",
                round,
                lane,
                columns[0],
                columns[1],
                columns[2],
                columns[3],
                columns[4],
                columns[5],
                columns[6]);
    }
}
