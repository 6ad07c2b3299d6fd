package io.fanwire.dispatcher.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.fanwire.schemas.Payload;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** What an answer in JSON says. */
final class JsonMembers {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(20)
                    .maxStringLength(Connection.MAX_BODY)
                    .maxNumberLength(30)
                    .build())
            .build();

    private JsonMembers() {}

    /** The texts and numbers of an object; none when it is no object. */
    static Map<String, String> of(Payload body) {
        Map<String, String> members = new HashMap<>();
        try (JsonParser parser = JSON.createParser(body.bytes())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Map.of();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value.isScalarValue()) {
                    members.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
            return parser.currentToken() == JsonToken.END_OBJECT ? members : Map.of();
        } catch (IOException unreadable) {
            return Map.of();
        }
    }
}
