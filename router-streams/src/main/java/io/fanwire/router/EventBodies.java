package io.fanwire.router;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Subscription.Format;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The bodies of one event: each format is shaped once, however many subscriptions ask for it. Owned by one thread. */
final class EventBodies {
    private static final String JSON = "application/json";
    private static final String BYTES = "application/octet-stream";
    private static final int ENVELOPE = 256;

    private final Event event;
    private final Map<Format, Body> made = new EnumMap<>(Format.class);

    EventBodies(Event event) {
        this.event = event;
    }

    Body in(Format format) {
        return made.computeIfAbsent(format, this::make);
    }

    private Body make(Format format) {
        return switch (format) {
            case RAW -> new Body(contentType(), event.data());
            case JSON -> new Body(JSON, envelope());
        };
    }

    /**
     * The envelope of the Standard Webhooks guidance. Data that is JSON stands in it byte for byte; other data as Base64, beside its
     * content type.
     */
    private Payload envelope() {
        byte[] data = event.data().bytes();
        ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + ENVELOPE);
        member(out, "{\"type\":", event.type());
        member(out, ",\"timestamp\":", event.time().toString());
        member(out, ",\"tenantId\":", event.tenant());
        if (claimsJson() && JsonSyntax.isValue(data)) {
            raw(out, ",\"data\":");
            out.writeBytes(data);
        } else {
            member(out, ",\"contentType\":", contentType());
            raw(out, ",\"dataBase64\":\"");
            out.writeBytes(Base64.getEncoder().encode(data));
            raw(out, "\"");
        }
        raw(out, "}");
        return Payload.of(out.toByteArray());
    }

    /** Data without a content type may be JSON too: ordinary producers seldom name one. */
    private boolean claimsJson() {
        return event.contentType()
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .map(type -> type.equals(JSON) || type.endsWith("+json"))
                .orElse(true);
    }

    private String contentType() {
        return event.contentType().orElse(BYTES);
    }

    private static void member(ByteArrayOutputStream out, String start, String value) {
        raw(out, start + "\"");
        out.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(value));
        raw(out, "\"");
    }

    private static void raw(ByteArrayOutputStream out, String ascii) {
        out.writeBytes(ascii.getBytes(US_ASCII));
    }

    /** What is sent and what it is called. */
    record Body(String contentType, Payload bytes) {}
}
