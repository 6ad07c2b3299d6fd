package io.fanwire.router;

import io.fanwire.expressions.EventView;
import io.fanwire.expressions.ExpressionException;
import io.fanwire.expressions.Filter;
import io.fanwire.expressions.Filter.Verdict;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Filters by their text, however many subscriptions have it; compiled when an event first meets one, and those kept that were used last,
 * as a million subscriptions may have a million of them. Owned by one stream thread.
 */
final class Filters {
    private final long room;
    private final Map<String, Compiled> known = new LinkedHashMap<>(16, 0.75f, true);
    private long taken;

    /** What a text came to. */
    private sealed interface Compiled {
        Verdict test(EventView event);

        record Condition(Filter filter) implements Compiled {
            @Override
            public Verdict test(EventView event) {
                return filter.test(event);
            }
        }

        /** The gateway takes no such text; another version of it may have. */
        record None(String why) implements Compiled {
            @Override
            public Verdict test(EventView event) {
                return Verdict.failed(why);
            }
        }
    }

    /** {@code room} is how many characters the texts that are kept may have together. */
    Filters(long room) {
        this.room = room;
    }

    Verdict test(String text, EventView event) {
        return known(text).test(event);
    }

    /** How many are kept. */
    int kept() {
        return known.size();
    }

    private Compiled known(String text) {
        Compiled compiled = known.get(text);
        if (compiled == null) {
            compiled = compiled(text);
            known.put(text, compiled);
            taken += text.length();
            forgetSome();
        }
        return compiled;
    }

    private void forgetSome() {
        Iterator<String> oldest = known.keySet().iterator();
        while (taken > room && known.size() > 1) {
            taken -= oldest.next().length();
            oldest.remove();
        }
    }

    private static Compiled compiled(String text) {
        try {
            return new Compiled.Condition(Filter.of(text));
        } catch (ExpressionException wrong) {
            return new Compiled.None("the filter is none: " + wrong.getMessage());
        }
    }
}
