package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Problem.FieldError;
import io.fanwire.runtime.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes the members of one JSON object, collects what is wrong with them, and refuses those that nobody took. Owned by the thread that
 * reads the body.
 */
final class FieldReader {
    private final ObjectNode object;
    private final String pointer;
    private final Set<String> left = new TreeSet<>();
    private final List<FieldError> errors;

    /** Reads the root of a body. */
    FieldReader(ObjectNode object, String pointer) {
        this(object, pointer, new ArrayList<>());
    }

    private FieldReader(ObjectNode object, String pointer, List<FieldError> errors) {
        this.object = object;
        this.pointer = pointer;
        this.errors = errors;
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            left.add(names.next());
        }
    }

    /** The value as it is. */
    Optional<JsonNode> take(String name) {
        left.remove(name);
        return Optional.ofNullable(object.get(name));
    }

    Optional<String> text(String name, int maxLength, String code) {
        Optional<JsonNode> value = take(name);
        if (value.isPresent() && !value.get().isTextual()) {
            error(name, code, "This must be a string.");
            return Optional.empty();
        }
        Optional<String> text = value.map(JsonNode::textValue);
        if (text.isPresent() && text.get().length() > maxLength) {
            error(name, "too_long", "This has at most " + maxLength + " characters.");
            return Optional.empty();
        }
        return text;
    }

    Optional<Integer> number(String name, int least, int most, String code) {
        Optional<JsonNode> value = take(name);
        boolean fits = value.map(node -> node.isInt() && node.intValue() >= least && node.intValue() <= most)
                .orElse(true);
        if (!fits) {
            error(name, code, "This must be a whole number from " + least + " to " + most + ".");
            return Optional.empty();
        }
        return value.map(JsonNode::intValue);
    }

    Optional<Boolean> flag(String name, String code) {
        Optional<JsonNode> value = take(name);
        if (value.isPresent() && !value.get().isBoolean()) {
            error(name, code, "This must be true or false.");
            return Optional.empty();
        }
        return value.map(JsonNode::booleanValue);
    }

    Optional<Duration> duration(String name, Duration least, Duration most, String code) {
        return take(name).flatMap(value -> duration(name, value, least, most, code));
    }

    Optional<Duration> duration(String name, JsonNode value, Duration least, Duration most, String code) {
        if (value.isTextual()) {
            try {
                Duration read = DurationText.parse(value.textValue());
                boolean kept = read.toNanosPart() % 1_000_000 == 0;
                if (kept && read.compareTo(least) >= 0 && read.compareTo(most) <= 0) {
                    return Optional.of(read);
                }
            } catch (IllegalArgumentException unreadable) {
                // refused below, as what is out of bounds
            }
        }
        error(
                name,
                code,
                "This must be a duration such as \"5s\", in whole milliseconds, from " + DurationText.format(least)
                        + " to " + DurationText.format(most) + ".");
        return Optional.empty();
    }

    /** A time as RFC 3339 has it, to the millisecond. */
    Optional<Instant> time(String name, String code) {
        Optional<String> text = text(name, 64, code);
        Optional<Instant> time = text.flatMap(FieldReader::time);
        if (text.isPresent() && time.isEmpty()) {
            error(name, code, "This must be a time such as 2026-01-31T12:00:00Z.");
        }
        return time;
    }

    private static Optional<Instant> time(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.getYear() < 0 || time.getYear() > 9999
                    ? Optional.empty()
                    : Optional.of(time.toInstant().truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }

    /** An object inside this one; what is wrong in it is reported with the rest. */
    Optional<FieldReader> inner(String name, String code) {
        Optional<JsonNode> value = take(name);
        if (value.isPresent() && value.get() instanceof ObjectNode inner) {
            return Optional.of(new FieldReader(inner, pointer + "/" + name, errors));
        }
        value.ifPresent(other -> error(name, code, "This must be an object."));
        return Optional.empty();
    }

    /** To report what is wrong within a member that was taken already. */
    FieldReader within(String name) {
        return new FieldReader(JsonText.object(), pointer + "/" + name, errors);
    }

    /** Members that the API knows and this version does not have; a value that asks for nothing is fine. */
    void notYet(String name, Optional<JsonNode> harmless) {
        Optional<JsonNode> value = take(name);
        if (value.isPresent() && !value.equals(harmless)) {
            error(name, "unsupported_field", "This is not supported.");
        }
    }

    void error(String name, String code, String detail) {
        if (errors.size() == Problem.MOST_ERRORS) {
            return;
        }
        String path = name.isEmpty()
                ? pointer
                : pointer + "/" + name.replace("~", "~0").replace("/", "~1");
        errors.add(new FieldError(path, code, detail));
    }

    /** Refuses the members that nobody took. */
    void nothingElse() {
        left.forEach(name -> error(name, "unknown_field", "There is no such member."));
    }

    boolean fine() {
        return errors.isEmpty();
    }

    /** The last step: what was made of the members, if all of them were fine and none was left. */
    <T> Checked<T> finish(T made) {
        nothingElse();
        return errors.isEmpty() ? Checked.ok(made) : Checked.refused(Problem.fields(errors));
    }
}
