package io.fanwire.gateway.control;

import io.fanwire.expressions.ExpressionException;
import io.fanwire.expressions.Filter;
import io.fanwire.expressions.Transform;
import java.util.Optional;

/** Reads the members {@code filter} and {@code transform}: the language says what may be one, the answer where it is wrong. */
final class ExpressionReader {
    private static final Codes FILTER = new Codes("invalid_filter", "filter_too_long", "filter_too_complex");
    private static final Codes TRANSFORM =
            new Codes("invalid_transform", "transform_too_long", "transform_too_complex");

    private record Codes(String invalid, String tooLong, String tooComplex) {
        String of(ExpressionException.Fault fault) {
            return switch (fault) {
                case INVALID -> invalid;
                case TOO_LONG -> tooLong;
                case TOO_COMPLEX -> tooComplex;
            };
        }
    }

    private ExpressionReader() {}

    static Optional<Filter> filter(FieldReader fields) {
        return read(fields, "filter", FILTER, Filter::of);
    }

    static Optional<Transform> transform(FieldReader fields) {
        return read(fields, "transform", TRANSFORM, Transform::of);
    }

    @FunctionalInterface
    private interface Reading<E> {
        E read(String text) throws ExpressionException;
    }

    private static <E> Optional<E> read(FieldReader fields, String name, Codes codes, Reading<E> reading) {
        Optional<String> text = fields.text(name, Integer.MAX_VALUE, codes.invalid());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reading.read(text.get()));
        } catch (ExpressionException wrong) {
            fields.error(
                    name,
                    codes.of(wrong.fault()),
                    "Line " + wrong.line() + ", column " + wrong.column() + ": " + wrong.getMessage());
            return Optional.empty();
        }
    }
}
