package io.fanwire.router;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fanwire.expressions.EventView;
import io.fanwire.expressions.ExpressionException;
import io.fanwire.expressions.Filter;
import io.fanwire.expressions.Filter.Verdict;

/**
 * Filters by their text, however many subscriptions have it: read when an event first meets one, and those kept that are used, as a
 * million subscriptions may have a million of them. One for the process, so that it outlives the processors. Any thread may use it.
 */
final class Filters {
    /** Memory for those that are kept. Reading one anew takes some microseconds, and what a tenant's may come to is bounded. */
    static final long ROOM = 64L * 1024 * 1024;

    private static final int SMALLEST = 500;

    private final Cache<String, Known> known;

    /** What a text came to. */
    private sealed interface Known {
        Verdict test(EventView event);

        long bytes();

        record Condition(Filter filter) implements Known {
            @Override
            public Verdict test(EventView event) {
                return filter.test(event);
            }

            @Override
            public long bytes() {
                return filter.bytes();
            }
        }

        /** The gateway takes no such text; another version of it may have. */
        record None(String why) implements Known {
            @Override
            public Verdict test(EventView event) {
                return Verdict.failed(why);
            }

            @Override
            public long bytes() {
                return 0;
            }
        }
    }

    /** {@code room}: about how many bytes those that are kept may have together. */
    Filters(long room) {
        known = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(room)
                .weigher((String text, Known of) ->
                        (int) Math.min(Integer.MAX_VALUE, SMALLEST + 2L * text.length() + of.bytes()))
                .build();
    }

    Verdict test(String text, EventView event) {
        Known found = known.getIfPresent(text);
        if (found == null) {
            found = read(text);
            known.put(text, found);
        }
        return found.test(event);
    }

    /** How many are kept. */
    long kept() {
        known.cleanUp();
        return known.estimatedSize();
    }

    private static Known read(String text) {
        try {
            return new Known.Condition(Filter.known(text));
        } catch (ExpressionException wrong) {
            return new Known.None("the filter is none: " + wrong.getMessage());
        }
    }
}
