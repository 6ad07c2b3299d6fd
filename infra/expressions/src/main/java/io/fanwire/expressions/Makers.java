package io.fanwire.expressions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parts that put lists and maps together. */
final class Makers {
    private Makers() {}

    record OfList(List<Node> parts) implements Node {
        @Override
        public Object eval(Run run) {
            run.make(8 + Run.AN_ELEMENT * parts.size());
            List<Object> list = new ArrayList<>(parts.size());
            for (Node part : parts) {
                Object value = part.eval(run);
                if (value instanceof Failure) {
                    return value;
                }
                list.add(value);
            }
            return list;
        }
    }

    /** The names are written out, each once. */
    record OfMap(Map<Object, Node> parts) implements Node {
        @Override
        public Object eval(Run run) {
            run.make(16 + 8L * parts.size());
            Map<Object, Object> map = new LinkedHashMap<>();
            for (Map.Entry<Object, Node> part : parts.entrySet()) {
                Object value = part.getValue().eval(run);
                if (value instanceof Failure) {
                    return value;
                }
                map.put(part.getKey(), value);
            }
            return map;
        }
    }
}
