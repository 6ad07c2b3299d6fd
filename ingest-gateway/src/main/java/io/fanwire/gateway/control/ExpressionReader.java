package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.fanwire.expressions.ExpressionException;
import io.fanwire.expressions.Filter;
import io.fanwire.expressions.Transform;
import java.util.ArrayList;
import java.util.List;
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

    private static final Recent<Filter> FILTERS = new Recent<>(Filter::of);
    private static final Recent<Transform> TRANSFORMS = new Recent<>(Transform::of);

    private ExpressionReader() {}

    static Optional<Filter> filter(FieldReader fields) {
        return read(fields, "filter", FILTER, FILTERS);
    }

    static Optional<Transform> transform(FieldReader fields) {
        return read(fields, "transform", TRANSFORM, TRANSFORMS);
    }

    /** How to read those expressions of a body that were not read lately. */
    static List<Runnable> unread(JsonNode body) {
        List<Runnable> unread = new ArrayList<>();
        add(body.path("filter"), FILTERS, unread);
        add(body.path("transform"), TRANSFORMS, unread);
        return unread;
    }

    private static void add(JsonNode text, Recent<?> recent, List<Runnable> unread) {
        if (text.isTextual() && !recent.has(text.textValue())) {
            unread.add(() -> recent.of(text.textValue()));
        }
    }

    private static <E> Optional<E> read(FieldReader fields, String name, Codes codes, Recent<E> recent) {
        return fields.text(name, Integer.MAX_VALUE, codes.invalid())
                .flatMap(text -> recent.of(text).fold(Optional::of, wrong -> {
                    fields.error(
                            name,
                            codes.of(wrong.fault()),
                            "Line " + wrong.line() + ", column " + wrong.column() + ": " + wrong.getMessage());
                    return Optional.empty();
                }));
    }
}
