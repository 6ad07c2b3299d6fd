package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;

/** Whether bytes are one JSON value (RFC 8259), so that they may stand inside other JSON as they are. */
final class JsonSyntax {
    /** No limit of the parser's own: the size of a record bounds everything, and nothing is built in memory. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private static final int BYTE_ORDER_MARK = 0xEF;

    private JsonSyntax() {}

    /** Only UTF-8 without a byte order mark will do: another encoding is no JSON inside a UTF-8 text. */
    static boolean isValue(byte[] bytes) {
        if (bytes.length == 0 || (bytes[0] & 0xFF) == BYTE_ORDER_MARK) {
            return false;
        }
        var strict = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try (JsonParser parser = JSON.createParser(new InputStreamReader(new ByteArrayInputStream(bytes), strict))) {
            return oneValue(parser);
        } catch (IOException notJson) {
            return false;
        }
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
