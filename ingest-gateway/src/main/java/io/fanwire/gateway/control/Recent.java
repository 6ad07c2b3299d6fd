package io.fanwire.gateway.control;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fanwire.expressions.ExpressionException;
import java.util.Optional;
import java.util.function.Function;

/**
 * What texts came to that were read lately, so that none is read twice for one call, nor again for each change of a subscription. Any thread
 * may use it.
 *
 * @param <E> what a text is read to
 */
final class Recent<E> {
    /** Characters of texts: some megabytes with what was made of them. */
    private static final long ROOM = 400_000;

    private final Reading<E> reading;
    private final Cache<String, Read<E>> read = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(ROOM)
            .weigher((String text, Read<E> came) -> 100 + text.length())
            .build();

    @FunctionalInterface
    interface Reading<E> {
        E read(String text) throws ExpressionException;
    }

    /** An expression, or what is wrong with the text. */
    record Read<E>(Optional<E> expression, Optional<ExpressionException> wrong) {
        <T> T fold(Function<E, T> right, Function<ExpressionException, T> refused) {
            return expression.map(right).orElseGet(() -> refused.apply(wrong.orElseThrow()));
        }
    }

    Recent(Reading<E> reading) {
        this.reading = reading;
    }

    boolean has(String text) {
        return read.getIfPresent(text) != null;
    }

    Read<E> of(String text) {
        Read<E> known = read.getIfPresent(text);
        if (known != null) {
            return known;
        }
        Read<E> came = now(text);
        read.put(text, came);
        return came;
    }

    private Read<E> now(String text) {
        try {
            return new Read<>(Optional.of(reading.read(text)), Optional.empty());
        } catch (ExpressionException wrong) {
            return new Read<>(Optional.empty(), Optional.of(wrong));
        }
    }
}
