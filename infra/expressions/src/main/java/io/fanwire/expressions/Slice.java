package io.fanwire.expressions;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The first so many elements of a list that may grow behind it. A loop that gathers what it finds appends to the slice it has: the
 * elements before are shared, not copied, and stay what they were for whoever looks at them. Owned by one thread.
 */
final class Slice extends AbstractList<Object> {
    private final List<Object> elements;
    private final int size;

    private Slice(List<Object> elements) {
        this.elements = elements;
        this.size = elements.size();
    }

    /** One list and another behind it; pays for what is copied. */
    static List<Object> joined(List<?> one, List<?> other) {
        List<Object> elements;
        if (one instanceof Slice slice && slice.size == slice.elements.size()) {
            elements = slice.elements;
        } else {
            Run.spend(one.size());
            elements = new ArrayList<>(one);
        }
        Run.spend(1 + other.size());
        elements.addAll(List.copyOf(other));
        return new Slice(elements);
    }

    @Override
    public Object get(int index) {
        return elements.get(Objects.checkIndex(index, size));
    }

    @Override
    public int size() {
        return size;
    }
}
