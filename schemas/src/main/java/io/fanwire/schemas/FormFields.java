package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fanwire.schemas.EventBodies.Body;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.util.Map;

/** A form in the making ({@code application/x-www-form-urlencoded}). Owned by one thread. */
final class FormFields {
    private static final JsonFactory JSON = JsonSyntax.factory(1000);
    private static final String ALONE = "data";

    private final StringBuilder form = new StringBuilder();

    FormFields field(String name, String value) {
        form.append(form.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, UTF_8));
        return this;
    }

    Body end(Map<String, String> headers) {
        return new Body(
                "application/x-www-form-urlencoded", Payload.of(form.toString().getBytes(US_ASCII)), headers);
    }

    /**
     * The members of an event's data as fields, when a transform made it an object: texts, numbers and truths as they are, objects and
     * lists as JSON, null left out. What is no object is one field.
     */
    static Body body(Event event) {
        FormFields fields = new FormFields();
        try (JsonParser parser = JSON.createParser(event.data().bytes())) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.member(name, parser);
                }
            } else {
                fields.member(ALONE, parser);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("a transform makes JSON", impossible);
        }
        return fields.end(event.headers());
    }

    private void member(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (!parser.currentToken().isStructStart()) {
            field(name, parser.getText());
            return;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.copyCurrentStructure(parser);
        }
        field(name, text.toString());
    }
}
