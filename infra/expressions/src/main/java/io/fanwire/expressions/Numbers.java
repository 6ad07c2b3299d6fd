package io.fanwire.expressions;

import java.util.Objects;

/** Equality of values as the language has it: numbers by what they are worth, whatever their kind. */
final class Numbers {
    private Numbers() {}

    static boolean same(Object one, Object other) {
        return (one instanceof Number a && other instanceof Number b)
                ? compared(a, b) == 0
                : Objects.equals(one, other);
    }

    private static int compared(Number one, Number other) {
        return (one instanceof Long a && other instanceof Long b)
                ? Long.compare(a, b)
                : Double.compare(one.doubleValue(), other.doubleValue());
    }
}
