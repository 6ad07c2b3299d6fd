package io.fanwire.expressions;

import io.fanwire.expressions.Call.Function;
import io.fanwire.expressions.Node.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What can be added, taken away and so on. Whole numbers of 64 bits that come to more than that fail, as do moments out of all time. */
final class Sums {
    private static final Failure OVERFLOW = new Failure("a number beyond 64 bits");
    private static final Failure BY_ZERO = new Failure("a division by zero");

    private Sums() {}

    static Object add(Run run, Object one, Object other) {
        if (one instanceof Long a && other instanceof Long b) {
            long sum = a + b;
            return ((a ^ sum) & (b ^ sum)) < 0 ? OVERFLOW : sum;
        }
        if (one instanceof Double a && other instanceof Double b) {
            return a + b;
        }
        if (one instanceof String a && other instanceof String b) {
            run.make(8L + a.length() + b.length());
            return a + b;
        }
        if (one instanceof List<?> a && other instanceof List<?> b) {
            run.make(8 + Run.AN_ELEMENT * ((long) a.size() + b.size()));
            List<Object> joined = new ArrayList<>(a.size() + b.size());
            joined.addAll(a);
            joined.addAll(b);
            return joined;
        }
        if (one instanceof Instant at && other instanceof Duration length) {
            return Times.moved(at, length);
        }
        if (one instanceof Duration length && other instanceof Instant at) {
            return Times.moved(at, length);
        }
        return one instanceof Duration a && other instanceof Duration b ? Times.bounded(a.plus(b)) : Function.UNFIT;
    }

    static Object subtract(Object one, Object other) {
        if (one instanceof Long a && other instanceof Long b) {
            long difference = a - b;
            return ((a ^ b) & (a ^ difference)) < 0 ? OVERFLOW : difference;
        }
        if (one instanceof Double a && other instanceof Double b) {
            return a - b;
        }
        if (one instanceof Instant at && other instanceof Duration length) {
            return Times.moved(at, length.negated());
        }
        if (one instanceof Instant at && other instanceof Instant before) {
            return Times.bounded(Duration.between(before, at));
        }
        return one instanceof Duration a && other instanceof Duration b ? Times.bounded(a.minus(b)) : Function.UNFIT;
    }

    static Object multiply(Object one, Object other) {
        if (one instanceof Long a && other instanceof Long b) {
            long product = a * b;
            return Math.multiplyHigh(a, b) == product >> (Long.SIZE - 1) ? (Object) product : OVERFLOW;
        }
        return one instanceof Double a && other instanceof Double b ? (Object) (a * b) : Function.UNFIT;
    }

    static Object divide(Object one, Object other) {
        if (one instanceof Long a && other instanceof Long b) {
            return b == 0 ? BY_ZERO : a == Long.MIN_VALUE && b == -1 ? OVERFLOW : (Object) (a / b);
        }
        return one instanceof Double a && other instanceof Double b ? (Object) (a / b) : Function.UNFIT;
    }

    static Object remainder(Object one, Object other) {
        if (one instanceof Long a && other instanceof Long b) {
            return b == 0 ? BY_ZERO : a == Long.MIN_VALUE && b == -1 ? OVERFLOW : (Object) (a % b);
        }
        return Function.UNFIT;
    }

    static Object negate(Object value) {
        if (value instanceof Long n) {
            return n == Long.MIN_VALUE ? OVERFLOW : (Object) (-n);
        }
        return value instanceof Double d ? (Object) (-d) : Function.UNFIT;
    }
}
