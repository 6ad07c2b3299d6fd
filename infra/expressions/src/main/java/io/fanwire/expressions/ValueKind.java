package io.fanwire.expressions;

import io.fanwire.expressions.Node.Null;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a value is: {@code type(event.data.n) == int}. */
enum ValueKind {
    BOOL(Boolean.class),
    INT(Long.class),
    DOUBLE(Double.class),
    STRING(String.class),
    LIST(List.class),
    MAP(Map.class),
    NULL_TYPE(Null.class),
    TIMESTAMP(Instant.class),
    DURATION(Duration.class),
    TYPE(ValueKind.class);

    private final Class<?> values;

    ValueKind(Class<?> values) {
        this.values = values;
    }

    static ValueKind of(Object value) {
        for (ValueKind kind : values()) {
            if (kind.values.isInstance(value)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no value of the language: " + value.getClass());
    }

    /** The one that is written so; moments have no such name. */
    static Optional<ValueKind> named(String name) {
        for (ValueKind kind : values()) {
            if (kind != TIMESTAMP && kind != DURATION && name.equals(kind.name().toLowerCase(Locale.ROOT))) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
