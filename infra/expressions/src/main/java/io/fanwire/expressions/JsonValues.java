package io.fanwire.expressions;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fanwire.expressions.Node.Null;
import io.fanwire.schemas.JsonSyntax;
import io.fanwire.schemas.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON as the language's own values: whole numbers of 64 bits where they fit, other numbers as doubles; of two equal names the last. */
final class JsonValues {
    /** Digits and a sign: what is longer does not fit 64 bits. */
    private static final int LONGEST_LONG = 20;

    private static final int MOST_ALIKE = 16;

    private JsonValues() {}

    /** Empty when the data is called something else, is no JSON or is nested too deep. */
    static Optional<Object> of(Optional<String> contentType, Payload data) {
        if (!JsonSyntax.claimed(contentType)) {
            return Optional.empty();
        }
        try (JsonParser parser = JsonSyntax.parser(data.bytes())) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            Object value = value(parser);
            return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> Null.NULL;
            case VALUE_NUMBER_INT -> whole(parser);
            default -> Double.parseDouble(parser.getText());
        };
    }

    private static Object whole(JsonParser parser) throws IOException {
        return parser.getTextLength() <= LONGEST_LONG && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                ? (Object) parser.getLongValue()
                : (Object) Double.parseDouble(parser.getText());
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        if (members.size() > MOST_ALIKE && alike(members)) {
            throw new JsonParseException(parser, "more than " + MOST_ALIKE + " names of one object have the same hash");
        }
        return members;
    }

    /** Such names are made to make every look at the object slow. */
    private static boolean alike(Map<String, Object> members) {
        int[] hashes =
                members.keySet().stream().mapToInt(String::hashCode).sorted().toArray();
        for (int i = MOST_ALIKE; i < hashes.length; i++) {
            if (hashes[i] == hashes[i - MOST_ALIKE]) {
                return true;
            }
        }
        return false;
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }
}
