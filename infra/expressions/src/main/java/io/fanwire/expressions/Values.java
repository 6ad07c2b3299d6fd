package io.fanwire.expressions;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Equality of values as the language has it, numbers by what they are worth whatever their kind; each value that is looked at is paid for. */
final class Values {
    private static final int CHARACTERS_FOR_ONE = 8;

    /** Below it a double holds every whole number. */
    private static final double EXACT = 0x1p53;

    private Values() {}

    static boolean same(Object one, Object other) {
        Run.spend(1);
        if (one instanceof Number a && other instanceof Number b) {
            return sameNumber(a, b);
        }
        if (one instanceof List<?> a && other instanceof List<?> b) {
            return sameLists(a, b);
        }
        if (one instanceof Map<?, ?> a && other instanceof Map<?, ?> b) {
            return sameMaps(a, b);
        }
        if (one instanceof String a && other instanceof String b) {
            Run.spend(Math.min(a.length(), b.length()) / CHARACTERS_FOR_ONE);
        }
        return one.equals(other);
    }

    static boolean in(Object value, List<?> list) {
        for (Object element : list) {
            if (same(value, element)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it can be the name of a member: lists and maps cannot, and are not asked for their hash. */
    static boolean canBeKey(Object value) {
        return !(value instanceof Collection || value instanceof Map);
    }

    private static boolean sameNumber(Number one, Number other) {
        if (one instanceof Long a && other instanceof Long b) {
            return a.longValue() == b.longValue();
        }
        double first = one.doubleValue();
        return first == other.doubleValue()
                && (Math.abs(first) < EXACT
                        || Double.isInfinite(first)
                        || exact(one).equals(exact(other)));
    }

    private static BigInteger exact(Number number) {
        return number instanceof Double
                ? new BigDecimal(number.doubleValue()).toBigInteger()
                : new BigInteger(number.toString());
    }

    private static boolean sameLists(List<?> one, List<?> other) {
        if (one.size() != other.size()) {
            return false;
        }
        Iterator<?> others = other.iterator();
        for (Object element : one) {
            if (!same(element, others.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameMaps(Map<?, ?> one, Map<?, ?> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : one.entrySet()) {
            Run.spend(entry.getKey() instanceof String name ? name.length() : 1); // some names have the same hash
            Object counterpart = other.get(entry.getKey());
            if (counterpart == null || !same(entry.getValue(), counterpart)) {
                return false;
            }
        }
        return true;
    }
}
