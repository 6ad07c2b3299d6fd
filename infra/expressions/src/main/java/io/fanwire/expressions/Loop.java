package io.fanwire.expressions;

import io.fanwire.expressions.Node.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Parts that look at each element of a list, or at each name in a map. Every turn is a step, beside what it does. */
final class Loop {
    private static final Failure NO_LIST = new Failure("only lists and maps have elements to go through");

    private Loop() {}

    /** {@code range.all(x, condition)} where {@code decides} is false, {@code range.exists(x, condition)} where it is true. */
    record Any(Node range, int slot, Node condition, boolean decides) implements Node {
        @Override
        public Object eval(Run run) {
            Object over = range.eval(run);
            if (!has(over)) {
                return none(over);
            }
            Object all = !decides;
            for (Object element : elements(over)) {
                run.step();
                run.set(slot, element);
                Object value = Logic.truth(condition.eval(run));
                if (value.equals(decides)) {
                    return decides;
                }
                all = all instanceof Failure ? all : value;
            }
            return all;
        }
    }

    /** {@code range.exists_one(x, condition)}. */
    record One(Node range, int slot, Node condition) implements Node {
        @Override
        public Object eval(Run run) {
            Object over = range.eval(run);
            if (!has(over)) {
                return none(over);
            }
            int found = 0;
            for (Object element : elements(over)) {
                run.step();
                run.set(slot, element);
                Object value = Logic.truth(condition.eval(run));
                if (value instanceof Failure) {
                    return value;
                }
                found += value.equals(true) ? 1 : 0;
            }
            return found == 1;
        }
    }

    /** {@code range.filter(x, condition)} and {@code range.map(x, condition, each)}. */
    record Made(Node range, int slot, Node condition, Node each) implements Node {
        @Override
        public Object eval(Run run) {
            Object over = range.eval(run);
            if (!has(over)) {
                return none(over);
            }
            run.make(8);
            List<Object> made = new ArrayList<>();
            for (Object element : elements(over)) {
                run.step();
                run.set(slot, element);
                Object value = Logic.truth(condition.eval(run));
                if (value.equals(true)) {
                    value = each.eval(run);
                    run.make(Run.AN_ELEMENT);
                    made.add(value);
                }
                if (value instanceof Failure) {
                    return value;
                }
            }
            return made;
        }
    }

    private static boolean has(Object over) {
        return over instanceof List<?> || over instanceof Map<?, ?>;
    }

    private static Object none(Object over) {
        return over instanceof Failure ? over : NO_LIST;
    }

    private static Collection<?> elements(Object over) {
        return over instanceof Map<?, ?> map ? map.keySet() : (List<?>) over;
    }
}
