package io.fanwire.bench.speed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a run came to, as it is kept: every round, and where it ran.
 *
 * @param commit of the source, as far as it is known
 * @param load average when it began
 */
record ChainReport(
        String date, String commit, String jdk, int processors, int bytes, double load, List<ChainRow> rows) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static ChainReport parse(String json) {
        try {
            return JSON.readValue(json, ChainReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no report of a chain", e);
        }
    }

    String json() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Without what warms up. */
    List<ChainRow> measured(String lane) {
        return rows.stream()
                .filter(row -> row.lane().equals(lane) && row.round() > 0)
                .toList();
    }

    List<String> lanes() {
        return rows.stream().map(ChainRow::lane).distinct().toList();
    }

    /** The middle one of its measured rounds, or what lies between the middle two. */
    double median(String lane, ToDoubleFunction<ChainRow> figure) {
        double[] sorted = measured(lane).stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** {@code median (least to most)}. */
    String range(String lane, ToDoubleFunction<ChainRow> figure, String format) {
        double[] sorted = measured(lane).stream().mapToDouble(figure).sorted().toArray();
        return String.format(
                Locale.ROOT,
                format + " (" + format + " to " + format + ")",
                median(lane, figure),
                sorted[0],
                sorted[sorted.length - 1]);
    }
}
