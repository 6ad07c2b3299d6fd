package io.fanwire.expressions;

import io.fanwire.expressions.Node.Failure;

/** Parts that need not look at all of theirs: what one side decides, the other may fail. */
final class Logic {
    private static final Failure NO_TRUTH = new Failure("neither true nor false where one of them is asked for");

    private Logic() {}

    /** {@code a && b} where {@code decides} is false, {@code a || b} where it is true. */
    record Either(Node one, Node other, boolean decides) implements Node {
        @Override
        public Object eval(Run run) {
            run.step();
            Object first = truth(one.eval(run));
            if (first.equals(decides)) {
                return decides;
            }
            Object second = truth(other.eval(run));
            if (second.equals(decides)) {
                return decides;
            }
            return first instanceof Failure ? first : second;
        }
    }

    record Not(Node part) implements Node {
        @Override
        public Object eval(Run run) {
            run.step();
            Object value = truth(part.eval(run));
            return value instanceof Boolean yes ? (Object) !yes : value;
        }
    }

    record Choice(Node condition, Node yes, Node no) implements Node {
        @Override
        public Object eval(Run run) {
            run.step();
            Object value = truth(condition.eval(run));
            return value instanceof Boolean chosen ? (chosen ? yes : no).eval(run) : value;
        }
    }

    /** A failure unless it is true or false. */
    static Object truth(Object value) {
        return value instanceof Boolean || value instanceof Failure ? value : NO_TRUTH;
    }
}
