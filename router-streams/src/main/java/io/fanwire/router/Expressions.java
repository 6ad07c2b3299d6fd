package io.fanwire.router;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fanwire.expressions.EventView;
import io.fanwire.expressions.ExpressionException;
import io.fanwire.expressions.Filter;
import io.fanwire.expressions.Transform;
import java.util.function.Function;

/**
 * Expressions by their text, however many subscriptions have it: read when an event first meets one, and those kept that are used, as a
 * million subscriptions may have a million of them. One for the process, so that it outlives the processors. Any thread may use it.
 *
 * @param <R> what comes of an event
 */
final class Expressions<R> {
    /** Memory for those that are kept. Reading one anew takes some microseconds, and what a tenant's may come to is bounded. */
    static final long ROOM = 48L * 1024 * 1024;

    private static final int SMALLEST = 500;

    private final Reading<R> reading;
    private final Function<String, R> none;
    private final Cache<String, Known<R>> known;

    /** Reads a text. */
    @FunctionalInterface
    interface Reading<R> {
        Known<R> read(String text) throws ExpressionException;
    }

    /**
     * What a text came to.
     *
     * @param bytes of memory that it takes
     */
    record Known<R>(Function<EventView, R> run, long bytes) {}

    /**
     * Empty.
     *
     * @param room about how many bytes those that are kept may have together
     * @param none what comes of a text that cannot be read: the gateway takes no such text, another version of it may have
     */
    Expressions(long room, Reading<R> reading, Function<String, R> none) {
        this.reading = reading;
        this.none = none;
        this.known = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(room)
                .weigher((String text, Known<R> of) ->
                        (int) Math.min(Integer.MAX_VALUE, SMALLEST + 2L * text.length() + of.bytes()))
                .build();
    }

    static Expressions<Filter.Verdict> filters(long room) {
        return new Expressions<>(
                room,
                text -> {
                    Filter filter = Filter.known(text);
                    return new Known<>(filter::test, filter.bytes());
                },
                Filter.Verdict::failed);
    }

    static Expressions<Transform.Made> transforms(long room) {
        return new Expressions<>(
                room,
                text -> {
                    Transform transform = Transform.known(text);
                    return new Known<>(transform::of, transform.bytes());
                },
                Transform.Made::failed);
    }

    R of(String text, EventView event) {
        Known<R> found = known.getIfPresent(text);
        if (found == null) {
            found = read(text);
            known.put(text, found);
        }
        return found.run().apply(event);
    }

    /** How many are kept. */
    long kept() {
        known.cleanUp();
        return known.estimatedSize();
    }

    private Known<R> read(String text) {
        try {
            return reading.read(text);
        } catch (ExpressionException wrong) {
            R nothing = none.apply("the expression is none: " + wrong.getMessage());
            return new Known<>(event -> nothing, 0);
        }
    }
}
