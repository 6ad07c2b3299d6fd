package io.fanwire.expressions;

import io.fanwire.expressions.Node.Failure;
import java.util.List;
import java.util.Map;

/** Parts that look into maps and lists. */
final class Access {
    private static final Failure NO_MAP = new Failure("only a map has members");
    private static final Failure NO_SUCH_KEY = new Failure("the map has no such key");
    private static final Failure NO_SUCH_ELEMENT = new Failure("the list has no such element");
    private static final Failure NEITHER = new Failure("only lists and maps can be looked into");

    private Access() {}

    /** {@code map.name}. */
    record Member(Node map, String name, Failure missing) implements Node {
        Member(Node map, String name) {
            this(map, name, new Failure("there is no '" + name + "'"));
        }

        @Override
        public Object eval(Run run) {
            run.read(name.length());
            Object value = map.eval(run);
            if (value instanceof Map<?, ?> members) {
                Object member = members.get(name);
                return member == null ? missing : member;
            }
            return value instanceof Failure ? value : NO_MAP;
        }
    }

    /** {@code has(map.name)}. */
    record Has(Node map, String name) implements Node {
        @Override
        public Object eval(Run run) {
            run.read(name.length());
            Object value = map.eval(run);
            if (value instanceof Map<?, ?> members) {
                return members.containsKey(name);
            }
            return value instanceof Failure ? value : NO_MAP;
        }
    }

    /** {@code whole[at]}. */
    static Object index(Run run, Object whole, Object at) {
        if (whole instanceof Map<?, ?> members) {
            Object member = Values.canBeKey(at) ? members.get(key(run, at)) : null;
            return member == null ? NO_SUCH_KEY : member;
        }
        if (whole instanceof List<?> elements) {
            return key(run, at) instanceof Long n && n >= 0 && n < elements.size()
                    ? elements.get(n.intValue())
                    : NO_SUCH_ELEMENT;
        }
        return NEITHER;
    }

    /** {@code what in whole}. */
    static Object in(Run run, Object what, Object whole) {
        if (whole instanceof Map<?, ?> members) {
            return Values.canBeKey(what) && members.containsKey(key(run, what));
        }
        if (whole instanceof List<?> elements) {
            for (Object element : elements) {
                if (Values.same(run, what, element)) {
                    return true;
                }
            }
            return false;
        }
        return NEITHER;
    }

    /** As it stands in a map: numbers by what they are worth. */
    static Object key(Run run, Object value) {
        if (value instanceof String text) {
            run.read(text.length());
        }
        return value instanceof Double d && d == Math.rint(d) && Values.fitsLong(d) ? (Object) d.longValue() : value;
    }
}
