package io.fanwire.expressions;

/**
 * What one run of an expression may still cost, in characters and elements that are looked at or copied. Loops are bounded by the
 * language's own runtime; this bounds what a step in them does. One for each thread, as functions of the language have no state.
 */
final class Budget {
    /** A regular expression looks at a text of 256 KiB once, or at many short ones. */
    private static final long WHOLE = 5_000_000;

    private static final ThreadLocal<Budget> OF_THIS_THREAD = ThreadLocal.withInitial(Budget::new);

    private long left;

    private Budget() {}

    /** A run begins. */
    static void begin() {
        OF_THIS_THREAD.get().left = WHOLE;
    }

    /** A step costs so much; throws when there is not so much left. */
    static void spend(long cost) {
        Budget budget = OF_THIS_THREAD.get();
        budget.left -= cost;
        if (budget.left < 0) {
            throw new IllegalArgumentException("the expression does more than one may");
        }
    }
}
