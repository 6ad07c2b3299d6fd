package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON as this API reads it: UTF-8 without byte order mark and without replacement characters, at most {@value #MAX_DEPTH} deep,
 * numbers of at most {@value #MAX_NUMBER} characters, one value and nothing after it.
 */
public final class JsonText {
    public static final int MAX_DEPTH = 100;
    public static final int MAX_NUMBER = 1000;

    /** Bounds depth and numbers; names and strings are bounded by the size of a body. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private JsonText() {}

    /** Reads tokens; whoever calls it closes the parser. */
    @FunctionalInterface
    public interface Reading<T> {
        Checked<T> read(JsonParser parser) throws IOException;
    }

    /** Gives the tokens of {@code bytes} to {@code reading} and sees to it that nothing follows what it read. */
    public static <T> Checked<T> parse(byte[] bytes, Reading<T> reading) {
        Optional<Problem> unreadable = unreadable(bytes);
        if (unreadable.isPresent()) {
            return Checked.refused(unreadable.get());
        }
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() == null) {
                return Checked.refused(malformed("There is only white space."));
            }
            Checked<T> read = reading.read(parser);
            boolean accepted = read.fold(value -> true, problem -> false);
            return accepted && parser.nextToken() != null
                    ? Checked.refused(malformed("Something follows the JSON value."))
                    : read;
        } catch (StreamConstraintsException beyond) {
            return Checked.refused(beyond(beyond));
        } catch (JsonProcessingException wrong) {
            return Checked.refused(malformed("This is not JSON: line "
                    + wrong.getLocation().getLineNr() + ", column "
                    + wrong.getLocation().getColumnNr() + "."));
        } catch (IOException impossible) {
            throw new UncheckedIOException("bytes in memory", impossible);
        }
    }

    /** One JSON object with unique members, as a tree: a body of the control API. */
    public static Checked<ObjectNode> objectOf(byte[] bytes) {
        return parse(bytes, parser -> {
            try {
                if (!(MAPPER.readTree(parser) instanceof ObjectNode object)) {
                    return Checked.refused(Problem.field("", "invalid_body", "The body must be a JSON object."));
                }
                return whole(object)
                        ? Checked.ok(object)
                        : Checked.refused(Problem.of(400, "bad_utf8", "A text has half of a surrogate pair."));
            } catch (MismatchedInputException repeated) {
                return Checked.refused(Problem.field("", "duplicate_key", "A member occurs twice."));
            }
        });
    }

    /** Escapes can say what UTF-8 cannot: half of a surrogate pair, which would be replaced wherever the text is written. */
    private static boolean whole(JsonNode node) {
        if (node.isTextual()) {
            return encodable(node.textValue());
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!encodable(member.getKey())) {
                return false;
            }
        }
        for (JsonNode inner : node) {
            if (!whole(inner)) {
                return false;
            }
        }
        return true;
    }

    /** Whether UTF-8 has a text as it is. */
    public static boolean encodable(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** The text of a JSON string that was read before. */
    public static String string(byte[] json) {
        try {
            return MAPPER.readValue(json, String.class);
        } catch (IOException impossible) {
            throw new UncheckedIOException("read before", impossible);
        }
    }

    /** The texts of an array that was read before; empty when it is none, has something else in it, or more than so many. */
    public static Optional<List<String>> textsOf(byte[] json, int most) {
        try (JsonParser parser = MAPPER.createParser(json)) {
            List<String> texts = new ArrayList<>();
            boolean array = parser.nextToken() == JsonToken.START_ARRAY;
            while (array && parser.nextToken() == JsonToken.VALUE_STRING && texts.size() < most) {
                texts.add(parser.getText());
            }
            return array && parser.currentToken() == JsonToken.END_ARRAY ? Optional.of(texts) : Optional.empty();
        } catch (IOException impossible) {
            throw new UncheckedIOException("read before", impossible);
        }
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static byte[] bytes(JsonNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("a tree in memory", impossible);
        }
    }

    public static Problem malformed(String detail) {
        return Problem.of(400, "malformed_json", detail);
    }

    /** Only two bounds are set, and the parser tells them apart in words alone. */
    private static Problem beyond(StreamConstraintsException beyond) {
        return String.valueOf(beyond.getMessage()).startsWith("Number")
                ? Problem.of(400, "number_too_long", "A number has more than " + MAX_NUMBER + " characters.")
                : Problem.of(400, "too_deep", "The JSON is more than " + MAX_DEPTH + " levels deep.");
    }

    /** NUL never occurs in JSON text, and where it does a parser would take the text for UTF-16. */
    private static Optional<Problem> unreadable(byte[] bytes) {
        if (bytes.length == 0) {
            return Optional.of(Problem.of(400, "empty_body", "The body is empty."));
        }
        if (bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf) {
            return Optional.of(malformed("JSON starts without a byte order mark."));
        }
        // a text's search takes many bytes at a time
        if (new String(bytes, ISO_8859_1).indexOf(0) >= 0) {
            return Optional.of(malformed("There is a NUL byte in the text."));
        }
        return isUtf8(bytes)
                ? Optional.empty()
                : Optional.of(Problem.of(400, "bad_utf8", "The text is not valid UTF-8."));
    }

    private static boolean isUtf8(byte[] bytes) {
        CharsetDecoder decoder = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(Math.min(bytes.length + 1, 8192));
        while (true) {
            var result = decoder.decode(in, out, true);
            if (result.isUnderflow()) {
                return true;
            }
            if (result.isError()) {
                return false;
            }
            out.clear();
        }
    }
}
