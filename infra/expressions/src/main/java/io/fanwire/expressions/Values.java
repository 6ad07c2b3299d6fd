package io.fanwire.expressions;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What is the same, and what is more. Numbers are compared by what they are worth. */
final class Values {
    private static final double BEYOND_LONG = 0x1p63;

    private Values() {}

    static boolean same(Run run, Object one, Object other) {
        run.step();
        if (one instanceof String text && other instanceof String second) {
            return text.length() == second.length() && sameText(run, text, second);
        }
        if (one instanceof Number n && other instanceof Number m) {
            return compare(n, m).orElse(1) == 0;
        }
        if (one instanceof List<?> list && other instanceof List<?> second) {
            return list.size() == second.size() && sameElements(run, list, second);
        }
        if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> second) {
            return map.size() == second.size() && sameMembers(run, map, second);
        }
        return !(one instanceof List<?>) && !(one instanceof Map<?, ?>) && one.equals(other);
    }

    private static boolean sameText(Run run, String one, String other) {
        run.read(one.length());
        return one.equals(other);
    }

    private static boolean sameElements(Run run, List<?> one, List<?> other) {
        Iterator<?> others = other.iterator();
        for (Object element : one) {
            if (!same(run, element, others.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameMembers(Run run, Map<?, ?> one, Map<?, ?> other) {
        for (Map.Entry<?, ?> member : one.entrySet()) {
            Object counterpart = other.get(Access.key(run, member.getKey()));
            if (counterpart == null || !same(run, member.getValue(), counterpart)) {
                return false;
            }
        }
        return true;
    }

    /** Less than, equal to or more than zero; empty where neither is more, or the two are of different kinds. */
    static OptionalInt compare(Run run, Object one, Object other) {
        run.step();
        if (one instanceof Number n && other instanceof Number m) {
            return compare(n, m);
        }
        if (one instanceof String text && other instanceof String second) {
            run.read(Math.min(text.length(), second.length()));
            return OptionalInt.of(compareTexts(text, second));
        }
        if (one instanceof Boolean b && other instanceof Boolean c) {
            return OptionalInt.of(b.compareTo(c));
        }
        if (one instanceof Instant at && other instanceof Instant second) {
            return OptionalInt.of(at.compareTo(second));
        }
        if (one instanceof Duration length && other instanceof Duration second) {
            return OptionalInt.of(length.compareTo(second));
        }
        return OptionalInt.empty();
    }

    private static OptionalInt compare(Number one, Number other) {
        if (one instanceof Long n && other instanceof Long m) {
            return OptionalInt.of(n.compareTo(m));
        }
        double a = one.doubleValue();
        double b = other.doubleValue();
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return OptionalInt.empty();
        }
        if (one instanceof Long n) {
            return OptionalInt.of(compareExactly(n, b));
        }
        if (other instanceof Long m) {
            return OptionalInt.of(-compareExactly(m, a));
        }
        return OptionalInt.of(a < b ? -1 : a > b ? 1 : 0);
    }

    /** A large whole number has no double of its own. */
    private static int compareExactly(long n, double d) {
        if (d >= BEYOND_LONG) {
            return -1;
        }
        if (d < -BEYOND_LONG) {
            return 1;
        }
        long whole = (long) d;
        return n != whole ? Long.compare(n, whole) : Double.compare(0, d - whole + 0.0);
    }

    static boolean fitsLong(double d) {
        return d >= -BEYOND_LONG && d < BEYOND_LONG;
    }

    /** By code points, as UTF-8 sorts. */
    private static int compareTexts(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                return Character.isSurrogate(a) == Character.isSurrogate(b)
                        ? Character.compare(a, b)
                        : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    static boolean canBeKey(Object value) {
        return !(value instanceof List<?>) && !(value instanceof Map<?, ?>);
    }
}
