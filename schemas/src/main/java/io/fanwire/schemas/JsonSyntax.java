package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;
import java.util.Optional;

/** What is JSON (RFC 8259) and what is only called so: all who look into an event's data agree on it. */
public final class JsonSyntax {
    private static final String TYPE = "application/json";
    private static final JsonFactory ANY = factory(Integer.MAX_VALUE);
    private static final JsonFactory SHALLOW = factory(100);

    private static final int BYTE_ORDER_MARK = 0xEF;

    private JsonSyntax() {}

    /** Without limits of the parser's own, but for how deep it is nested: the size of a record bounds all else. */
    static JsonFactory factory(int deepest) {
        return new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(deepest)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build();
    }

    /** Whether data is called JSON. Without a content type it may be: ordinary producers seldom name one. */
    public static boolean claimed(Optional<String> contentType) {
        return contentType
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .map(type -> type.equals(TYPE) || type.endsWith("+json"))
                .orElse(true);
    }

    /** Whether these are one JSON value, so that they may stand inside other JSON as they are. */
    static boolean isValue(byte[] bytes) {
        try (JsonParser parser = parser(ANY, bytes)) {
            return oneValue(parser);
        } catch (IOException notJson) {
            return false;
        }
    }

    /** However deep it is nested. */
    static JsonParser any(byte[] bytes) throws IOException {
        return parser(ANY, bytes);
    }

    /** For those who look into it: it throws at what is no JSON, or nested more than 100 deep. */
    public static JsonParser parser(byte[] bytes) throws IOException {
        return parser(SHALLOW, bytes);
    }

    /** Only UTF-8 without a byte order mark will do: another encoding is no JSON inside a UTF-8 text. */
    private static JsonParser parser(JsonFactory json, byte[] bytes) throws IOException {
        if (bytes.length > 0 && (bytes[0] & 0xFF) == BYTE_ORDER_MARK) {
            throw new CharConversionException("a byte order mark is no JSON");
        }
        if (isPlain(bytes)) {
            return json.createParser(bytes);
        }
        var strict = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        return json.createParser(new InputStreamReader(new ByteArrayInputStream(bytes), strict));
    }

    /** Characters of ASCII, none of them a zero, by which a parser would take it for UTF-16: there is but one way to read them. */
    private static boolean isPlain(byte[] bytes) {
        for (byte one : bytes) {
            if (one <= 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean oneValue(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return false;
        }
        int depth = first.isStructStart() ? 1 : 0;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return false;
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
        return parser.nextToken() == null;
    }
}
