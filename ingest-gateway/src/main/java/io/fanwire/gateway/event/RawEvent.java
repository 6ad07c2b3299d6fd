package io.fanwire.gateway.event;

import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Problem.FieldError;
import io.fanwire.schemas.Payload;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What one request or item says about one event, before any rule but those of its syntax was applied. Owned by the thread that reads
 * it.
 */
final class RawEvent {
    private final Map<Attribute, String> attributes = new EnumMap<>(Attribute.class);
    private final Map<String, String> extensions = new HashMap<>();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<FieldError> errors = new ArrayList<>();
    private final UnaryOperator<String> names;
    private Optional<Payload> data = Optional.empty();

    /** The attributes of an event that a sender may give, and the codes of their refusals. */
    enum Attribute {
        ID("id"),
        TYPE("type"),
        SOURCE("source"),
        TIME("time"),
        KEY("key"),
        SUBJECT("subject"),
        TRACEPARENT("traceparent"),
        TENANT("tenant"),
        CONTENT_TYPE("content_type");

        private final String word;

        Attribute(String word) {
            this.word = word;
        }

        String code() {
            return "invalid_" + word;
        }
    }

    /** {@code names} gives the name that the sender's format has for an attribute's word. */
    RawEvent(UnaryOperator<String> names) {
        this.names = names;
    }

    void set(Attribute attribute, String value) {
        if (attributes.putIfAbsent(attribute, value) != null) {
            repeated(names.apply(attribute.word));
        }
    }

    void extension(String name, String value) {
        if (extensions.putIfAbsent(name, value) != null) {
            repeated(name);
        }
    }

    /** One that goes with the event to every callback. */
    void header(String name, String value) {
        if (headers.putIfAbsent(name, value) != null) {
            error("headers", name, "invalid_header", "This header is given twice.");
        }
    }

    void data(byte[] bytes) {
        if (data.isPresent()) {
            error("data", "invalid_event", "There is data twice.");
        }
        data = Optional.of(Payload.of(bytes));
    }

    void error(String name, String code, String detail) {
        add(escaped(name), code, detail);
    }

    /** Of a member of a member. */
    void error(String outer, String name, String code, String detail) {
        add(escaped(outer) + escaped(name), code, detail);
    }

    private static String escaped(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private void add(String pointer, String code, String detail) {
        if (errors.size() < Problem.MOST_ERRORS) {
            errors.add(new FieldError(pointer, code, detail));
        }
    }

    void error(Attribute attribute, String detail) {
        error(names.apply(attribute.word), attribute.code(), detail);
    }

    void repeated(String name) {
        error(name, "duplicate_key", "This member occurs twice.");
    }

    Optional<String> get(Attribute attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    Map<String, String> extensions() {
        return extensions;
    }

    Map<String, String> headers() {
        return headers;
    }

    Optional<Payload> data() {
        return data;
    }

    List<FieldError> errors() {
        return errors;
    }
}
