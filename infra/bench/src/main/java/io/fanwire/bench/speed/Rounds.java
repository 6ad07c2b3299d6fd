package io.fanwire.bench.speed;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** A figure in each round that counts, by the number of the round. */
record Rounds(SortedMap<Integer, Double> values) {
    /** A figure that is not a number was not measured. */
    static <R extends Measured> Rounds of(List<R> rows, String lane, ToDoubleFunction<R> figure) {
        SortedMap<Integer, Double> values = new TreeMap<>();
        rows.stream()
                .filter(row -> row.lane().equals(lane) && row.round() > 0 && row.missing() == 0)
                .filter(row -> !Double.isNaN(figure.applyAsDouble(row)))
                .forEach(row -> values.put(row.round(), figure.applyAsDouble(row)));
        return new Rounds(values);
    }

    /** In the rounds that both have. */
    Rounds with(Rounds other, DoubleBinaryOperator then) {
        SortedMap<Integer, Double> both = new TreeMap<>();
        values.forEach((round, value) -> {
            if (other.values.containsKey(round)) {
                both.put(round, then.applyAsDouble(value, other.values.get(round)));
            }
        });
        return new Rounds(both);
    }

    /** Round by round: what ran at nearly the same time. */
    Rounds over(Rounds other) {
        return with(other, (one, another) -> one / another);
    }

    Rounds map(DoubleUnaryOperator then) {
        return with(this, (value, same) -> then.applyAsDouble(value));
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** The middle one, or what lies between the middle two; not a number of none. */
    double median() {
        double[] sorted = sorted();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** {@code median (least to most)}; {@code –} of none. */
    String range(String format) {
        double[] sorted = sorted();
        if (sorted.length == 0) {
            return "–";
        }
        return String.format(
                Locale.ROOT,
                format + " (" + format + " to " + format + ")",
                median(),
                sorted[0],
                sorted[sorted.length - 1]);
    }

    private double[] sorted() {
        return values.values().stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
    }
}
