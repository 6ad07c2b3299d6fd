package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;

/** A JSON object in the making, into which other JSON can be put to the letter. Owned by one thread. */
final class JsonMembers {
    private final ByteArrayOutputStream out;

    JsonMembers(int expected) {
        out = new ByteArrayOutputStream(expected);
    }

    JsonMembers text(String name, String value) {
        return quoted(name, JsonStringEncoder.getInstance().quoteAsUTF8(value));
    }

    /** {@code value}: bytes that need no escapes in a text. */
    JsonMembers quoted(String name, byte[] value) {
        start(name);
        out.write('"');
        out.writeBytes(value);
        out.write('"');
        return this;
    }

    /** {@code value}: JSON. */
    JsonMembers raw(String name, byte[] value) {
        start(name);
        out.writeBytes(value);
        return this;
    }

    Payload end() {
        out.writeBytes((out.size() == 0 ? "{}" : "}").getBytes(US_ASCII));
        return Payload.of(out.toByteArray());
    }

    private void start(String name) {
        out.write(out.size() == 0 ? '{' : ',');
        out.write('"');
        out.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(name));
        out.write('"');
        out.write(':');
    }
}
