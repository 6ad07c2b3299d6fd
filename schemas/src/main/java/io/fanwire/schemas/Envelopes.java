package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fanwire.schemas.EventBodies.Body;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The platform's own envelope, as the Standard Webhooks guidance has it: type, timestamp, tenant and data. Data that is JSON stands in it
 * byte for byte; other data as Base64, beside its content type.
 */
final class Envelopes {
    private static final String TYPE = "type";
    private static final String TIMESTAMP = "timestamp";
    private static final String TENANT = "tenantId";
    private static final String DATA = "data";
    private static final String CONTENT_TYPE = "contentType";
    private static final String BASE64 = "dataBase64";
    private static final int FRAME = 256;
    private static final JsonFactory JSON = new JsonFactory();

    private Envelopes() {}

    static Body json(Event event, EventData data) {
        JsonMembers members = new JsonMembers(data.bytes().length + FRAME)
                .text(TYPE, event.type())
                .text(TIMESTAMP, event.time().toString())
                .text(TENANT, event.tenant());
        if (data.json()) {
            members.raw(DATA, data.bytes());
        } else {
            members.text(CONTENT_TYPE, data.contentType()).quoted(BASE64, data.base64());
        }
        return new Body("application/json", members.end(), event.headers());
    }

    /**
     * The same members as the fields of a form ({@code application/x-www-form-urlencoded}): texts, numbers and truths as they are,
     * objects and lists as JSON, null left out.
     */
    static Body form(Event event, EventData data) {
        FormFields form = new FormFields()
                .field(TYPE, event.type())
                .field(TIMESTAMP, event.time().toString())
                .field(TENANT, event.tenant());
        if (data.json()) {
            data(form, data.bytes());
        } else {
            form.field(CONTENT_TYPE, data.contentType()).field(BASE64, new String(data.base64(), US_ASCII));
        }
        return form.end(event.headers());
    }

    private static void data(FormFields form, byte[] json) {
        String text = new String(json, UTF_8).strip();
        if (text.startsWith("\"")) {
            form.field(DATA, unquoted(text));
        } else if (!text.equals("null")) {
            form.field(DATA, text);
        }
    }

    private static String unquoted(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            return parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : json;
        } catch (IOException impossible) {
            throw new UncheckedIOException("it was JSON before", impossible);
        }
    }
}
