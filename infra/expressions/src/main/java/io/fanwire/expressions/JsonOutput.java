package io.fanwire.expressions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.fanwire.expressions.Node.Null;
import io.fanwire.schemas.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.CharsetEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Values as JSON, paid as they are written: one list may stand in another many times. Moments and durations are texts. */
final class JsonOutput {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    private static final int BESIDE = 4;
    private static final int A_NUMBER = 24;
    private static final int ASCII = 0x80;

    /** What a control character takes beyond one byte. */
    private static final int ESCAPED = 5;

    private final Run run;
    private final JsonGenerator out;
    private final CharsetEncoder encoder = UTF_8.newEncoder();

    private JsonOutput(Run run, JsonGenerator out) {
        this.run = run;
        this.out = out;
    }

    static Payload of(Run run, Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            new JsonOutput(run, out).write(value);
        } catch (IOException wrong) {
            throw new Stop("values nested so deep are no JSON here");
        }
        return Payload.of(bytes.toByteArray());
    }

    private void write(Object value) throws IOException {
        if (value instanceof String text) {
            text(text);
        } else if (value instanceof Map<?, ?> map) {
            map(map);
        } else if (value instanceof List<?> list) {
            list(list);
        } else {
            run.write(A_NUMBER);
            scalar(value);
        }
    }

    private void scalar(Object value) throws IOException {
        if (value instanceof Long n) {
            out.writeNumber(n);
        } else if (value instanceof Double d && Double.isFinite(d)) {
            out.writeNumber(d);
        } else if (value instanceof Boolean b) {
            out.writeBoolean(b);
        } else if (value == Null.NULL) {
            out.writeNull();
        } else if (value instanceof Instant at) {
            out.writeString(at.toString());
        } else if (value instanceof Duration length) {
            out.writeString(Conversions.text(length));
        } else {
            throw new Stop("a number that is none, or a type, is no JSON");
        }
    }

    private void text(String text) throws IOException {
        run.write(BESIDE + length(text));
        out.writeString(unicode(text));
    }

    /** Bytes that it takes at most. */
    private static long length(String text) {
        long length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            length += c < ' ' ? ESCAPED : c == '"' || c == '\\' ? 1 : c < ASCII ? 0 : 2;
        }
        return length;
    }

    /** JSON may have half a character in its escapes. */
    private String unicode(String text) {
        if (!encoder.canEncode(text)) {
            throw new Stop("a text that is no Unicode is no JSON here");
        }
        return text;
    }

    private void map(Map<?, ?> map) throws IOException {
        run.write(BESIDE);
        out.writeStartObject();
        for (Map.Entry<?, ?> member : map.entrySet()) {
            String name = String.valueOf(member.getKey());
            run.write(BESIDE + length(name));
            out.writeFieldName(unicode(name));
            write(member.getValue());
        }
        out.writeEndObject();
    }

    private void list(List<?> list) throws IOException {
        run.write(BESIDE);
        out.writeStartArray();
        for (Object each : list) {
            write(each);
        }
        out.writeEndArray();
    }
}
