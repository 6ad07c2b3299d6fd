package io.fanwire.router;

import io.fanwire.expressions.ExpressionException;
import io.fanwire.expressions.Filter;
import io.fanwire.schemas.UnreadableRecordException;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;

/** The filters of subscriptions, each text compiled once as long as a subscription has it. Owned by the global thread. */
final class Filters {
    private final Map<String, WeakReference<Filter>> known = new WeakHashMap<>();

    /** Throws {@link UnreadableRecordException} when the text is none: the gateway takes no such subscription. */
    Filter of(String text) {
        WeakReference<Filter> reference = known.get(text);
        Filter filter = reference == null ? null : reference.get();
        return filter == null ? compiled(text) : filter;
    }

    private Filter compiled(String text) {
        try {
            Filter filter = Filter.of(text);
            known.put(filter.text(), new WeakReference<>(filter));
            return filter;
        } catch (ExpressionException wrong) {
            throw new UnreadableRecordException("its filter is none: " + wrong.getMessage());
        }
    }
}
