package io.fanwire.expressions;

import dev.cel.common.ast.CelExpr;
import java.util.Set;

/**
 * What working out a tree once may cost besides its functions, loops in it apart: these pay for each turn.
 *
 * @param parts of the tree
 * @param branches parts that may fail one beside the other: operands of {@code &&} and {@code ||}, and ends of choices
 */
record Weight(int parts, int branches) {
    private static final Set<String> BRANCHING = Set.of("_&&_", "_||_", "_?_:_");
    private static final int A_PART = 10;
    private static final int A_FAILURE_AT_WORST = 2_000;
    private static final int A_BRANCH_ONCE = 500;

    static Weight of(CelExpr tree) {
        return seen(tree).plus(0, 1);
    }

    /** The condition of a loop is itself one of two operands, beside what the loop found so far. */
    static Weight ofStep(CelExpr step) {
        return seen(step);
    }

    /** In a loop failures are what a filter that means harm would be made of. */
    long ofATurn() {
        return (long) A_PART * parts + (long) A_FAILURE_AT_WORST * branches;
    }

    long once() {
        return (long) A_PART * parts + (long) A_BRANCH_ONCE * branches;
    }

    private Weight plus(int moreParts, int moreBranches) {
        return new Weight(parts + moreParts, branches + moreBranches);
    }

    private Weight plus(Weight other) {
        return plus(other.parts, other.branches);
    }

    private static Weight seen(CelExpr part) {
        Weight one = new Weight(1, 0);
        return switch (part.getKind()) {
            case SELECT -> one.plus(seen(part.select().operand()));
            case LIST -> one.plus(sum(part.list().elements()));
            case MAP ->
                one.plus(sum(part.map().entries().stream()
                        .map(CelExpr.CelMap.Entry::value)
                        .toList()));
            case CALL ->
                one.plus(BRANCHING.contains(part.call().function()) ? new Weight(0, 1) : new Weight(0, 0))
                        .plus(part.call().target().map(Weight::seen).orElse(new Weight(0, 0)))
                        .plus(sum(part.call().args()));
            case COMPREHENSION ->
                one.plus(seen(part.comprehension().iterRange()))
                        .plus(seen(part.comprehension().result()));
            default -> one;
        };
    }

    private static Weight sum(Iterable<CelExpr> parts) {
        Weight sum = new Weight(0, 0);
        for (CelExpr part : parts) {
            sum = sum.plus(seen(part));
        }
        return sum;
    }
}
