package io.fanwire.gateway.once;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Short numbers for names that occur very often. Owned by the thread that owns the entries. */
final class TopicNames {
    private static final int MOST = 1 << 16;

    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /** The number of a name, given to it now if need be; empty: all are in use. */
    OptionalInt number(String name) {
        Integer there = numbers.get(name);
        if (there != null) {
            return OptionalInt.of(there);
        }
        if (names.size() == MOST) {
            return OptionalInt.empty();
        }
        numbers.put(name, names.size());
        names.add(name);
        return OptionalInt.of(names.size() - 1);
    }

    String name(int number) {
        return names.get(number);
    }
}
