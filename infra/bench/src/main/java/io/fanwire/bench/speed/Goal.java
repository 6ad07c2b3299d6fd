package io.fanwire.bench.speed;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What a figure is to come to.
 *
 * @param lanes that it is taken from
 * @param format of its numbers
 * @param most whether less is better
 * @param rounds the figure in each round that counts
 */
record Goal(
        String figure,
        List<String> lanes,
        String format,
        boolean most,
        double bound,
        Function<ChainReport, Rounds> rounds) {
    static final String HEAD =
            String.format(Locale.ROOT, "%-66s %10s  %-28s %s", "goal", "", "came to (least to most)", "");

    Goal {
        lanes = List.copyOf(lanes);
    }

    static Goal atMost(
            double bound, String format, String figure, List<String> lanes, Function<ChainReport, Rounds> rounds) {
        return new Goal(figure, lanes, format, true, bound, rounds);
    }

    static Goal atLeast(
            double bound, String format, String figure, List<String> lanes, Function<ChainReport, Rounds> rounds) {
        return new Goal(figure, lanes, format, false, bound, rounds);
    }

    /** Whether its lanes ran in measured rounds, whatever came of them. */
    boolean measured(ChainReport report) {
        return !rounds.apply(report).isEmpty() || voided(report);
    }

    /** Whether a round of its lanes does not count. */
    boolean voided(ChainReport report) {
        return report.voids().stream().anyMatch(round -> round.round() > 0 && lanes.contains(round.lane()));
    }

    String goal() {
        return (most ? "≤ " : "≥ ") + String.format(Locale.ROOT, format, bound);
    }

    String cameTo(ChainReport report) {
        return rounds.apply(report).range(format);
    }

    String verdict(ChainReport report) {
        if (voided(report)) {
            return "void";
        }
        double middle = rounds.apply(report).median();
        double better = (most ? bound - middle : middle - bound) / bound;
        String by = String.format(Locale.ROOT, "%.0f %%", Math.abs(better) * 100);
        return better >= 0 ? "met, " + by + " to spare" : "missed by " + by;
    }

    String line(ChainReport report) {
        return String.format(Locale.ROOT, "%-66s %10s  %-28s %s", figure, goal(), cameTo(report), verdict(report));
    }
}
