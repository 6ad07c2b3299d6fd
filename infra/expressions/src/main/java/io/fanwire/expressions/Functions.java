package io.fanwire.expressions;

import io.fanwire.expressions.Call.Function;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/** The functions of the language by their names and how many values they take, what stands before the dot being one. */
final class Functions {
    private static final Map<String, Function> ALL = all();

    private Functions() {}

    static Optional<Function> find(String name, int values) {
        return Optional.ofNullable(ALL.get(key(name, values)));
    }

    private static String key(String name, int values) {
        return name + '/' + values;
    }

    private static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        all.put("_==_/2", (run, v) -> Values.same(run, v[0], v[1]));
        all.put("_!=_/2", (run, v) -> !Values.same(run, v[0], v[1]));
        all.put("_<_/2", ordered(order -> order < 0));
        all.put("_<=_/2", ordered(order -> order <= 0));
        all.put("_>_/2", ordered(order -> order > 0));
        all.put("_>=_/2", ordered(order -> order >= 0));
        all.put("@in/2", (run, v) -> Access.in(run, v[0], v[1]));
        all.put("_[_]/2", (run, v) -> Access.index(run, v[0], v[1]));
        all.put("_+_/2", (run, v) -> Sums.add(run, v[0], v[1]));
        all.put("_-_/2", (run, v) -> Sums.subtract(v[0], v[1]));
        all.put("_*_/2", (run, v) -> Sums.multiply(v[0], v[1]));
        all.put("_/_/2", (run, v) -> Sums.divide(v[0], v[1]));
        all.put("_%_/2", (run, v) -> Sums.remainder(v[0], v[1]));
        all.put("-_/1", (run, v) -> Sums.negate(v[0]));
        all.put("size/1", (run, v) -> Texts.size(run, v[0]));
        all.put("contains/2", texts(Texts::contains));
        all.put("startsWith/2", texts((run, text, part) -> Texts.at(run, text, part, 0)));
        all.put("endsWith/2", texts((run, text, part) -> Texts.at(run, text, part, text.length() - part.length())));
        all.put("dyn/1", (run, v) -> v[0]);
        all.put("type/1", (run, v) -> ValueKind.of(v[0]));
        all.put("int/1", Conversions::toInt);
        all.put("double/1", Conversions::toDouble);
        all.put("string/1", Conversions::toText);
        all.put("bool/1", Conversions::toBool);
        all.put("timestamp/1", Conversions::toTimestamp);
        all.put("duration/1", Conversions::toDuration);
        for (String name : Times.NAMES) {
            all.put(key(name, 1), (run, v) -> Times.part(name, v[0]));
            all.put(key(name, 2), (run, v) -> Times.part(run, name, v[0], v[1]));
        }
        return Map.copyOf(all);
    }

    private static Function ordered(IntPredicate answer) {
        return (run, v) -> {
            OptionalInt order = Values.compare(run, v[0], v[1]);
            if (order.isPresent()) {
                return answer.test(order.getAsInt());
            }
            return v[0] instanceof Number && v[1] instanceof Number ? (Object) false : Function.UNFIT;
        };
    }

    private static Function texts(OfTexts function) {
        return (run, v) -> v[0] instanceof String text && v[1] instanceof String part
                ? (Object) function.of(run, text, part)
                : Function.UNFIT;
    }

    @FunctionalInterface
    private interface OfTexts {
        boolean of(Run run, String text, String part);
    }
}
