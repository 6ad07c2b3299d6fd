package io.fanwire.gateway.control;

import io.fanwire.expressions.ExpressionException;
import io.fanwire.expressions.Filter;
import java.util.Optional;

/** Reads the member {@code filter}: the language says what may be one, the answer where it is wrong. */
final class FilterReader {
    private FilterReader() {}

    static Optional<Filter> read(FieldReader fields) {
        return fields.text("filter", Integer.MAX_VALUE, "invalid_filter").flatMap(text -> compiled(fields, text));
    }

    private static Optional<Filter> compiled(FieldReader fields, String text) {
        try {
            return Optional.of(Filter.of(text));
        } catch (ExpressionException wrong) {
            fields.error(
                    "filter",
                    switch (wrong.fault()) {
                        case INVALID -> "invalid_filter";
                        case TOO_LONG -> "filter_too_long";
                        case TOO_COMPLEX -> "filter_too_complex";
                    },
                    "Line " + wrong.line() + ", column " + wrong.column() + ": " + wrong.getMessage());
            return Optional.empty();
        }
    }
}
