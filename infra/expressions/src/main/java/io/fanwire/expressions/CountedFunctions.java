package io.fanwire.expressions;

import com.google.re2j.Pattern;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.standard.AddOperator.AddOverload;
import dev.cel.runtime.standard.CelStandardOverload;
import dev.cel.runtime.standard.ContainsFunction.ContainsOverload;
import dev.cel.runtime.standard.InOperator.InOverload;
import dev.cel.runtime.standard.MatchesFunction.MatchesOverload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The functions of the language whose cost grows with their arguments, each of which pays for that first. */
final class CountedFunctions {
    private static final int REGEX_FACTOR = 10;
    private static final int LONGEST_PATTERN = 1024;

    private static final Set<CelStandardOverload> REPLACED = Set.of(
            AddOverload.ADD_STRING,
            AddOverload.ADD_LIST,
            ContainsOverload.CONTAINS_STRING,
            InOverload.IN_LIST,
            MatchesOverload.MATCHES,
            MatchesOverload.MATCHES_STRING);

    private CountedFunctions() {}

    /** All that the language has, without those that are counted here, and without bytes put together. */
    static CelStandardFunctions others() {
        return CelStandardFunctions.newBuilder()
                .filterFunctions(
                        (function, overload) -> !REPLACED.contains(overload) && overload != AddOverload.ADD_BYTES)
                .build();
    }

    static List<CelFunctionBinding> counted() {
        return List.of(
                CelFunctionBinding.from("add_string", String.class, String.class, CountedFunctions::joined),
                CelFunctionBinding.from("add_list", List.class, List.class, CountedFunctions::appended),
                CelFunctionBinding.from("contains_string", String.class, String.class, CountedFunctions::contains),
                CelFunctionBinding.from("in_list", Object.class, List.class, CountedFunctions::in),
                CelFunctionBinding.from("matches", String.class, String.class, CountedFunctions::matches),
                CelFunctionBinding.from("matches_string", String.class, String.class, CountedFunctions::matches));
    }

    private static String joined(String one, String other) {
        Budget.spend((long) one.length() + other.length());
        return one + other;
    }

    private static List<Object> appended(List<?> one, List<?> other) {
        Budget.spend((long) one.size() + other.size());
        List<Object> all = new ArrayList<>(one.size() + other.size());
        all.addAll((Collection<?>) one);
        all.addAll((Collection<?>) other);
        return all;
    }

    private static boolean contains(String text, String part) {
        Budget.spend(text.length());
        return text.contains(part);
    }

    private static boolean in(Object value, List<?> list) {
        Budget.spend(list.size());
        return list.stream().anyMatch(element -> Numbers.same(value, element));
    }

    /** Linear in the text, whatever the pattern: RE2. */
    private static boolean matches(String text, String pattern) {
        if (pattern.length() > LONGEST_PATTERN) {
            throw new IllegalArgumentException("a pattern has at most " + LONGEST_PATTERN + " characters");
        }
        Budget.spend(REGEX_FACTOR * ((long) text.length() + pattern.length()));
        return Pattern.compile(pattern).matcher(text).find();
    }
}
