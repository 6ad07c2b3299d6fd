package io.fanwire.gateway.event;

import io.fanwire.gateway.event.RawEvent.Attribute;
import io.fanwire.gateway.http.Authentication;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.MediaType;
import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.Channels;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.EventHeaders;
import io.fanwire.schemas.HeaderRules;
import io.fanwire.schemas.Ids;
import io.fanwire.schemas.Payload;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The rules every event meets, however it was sent; what a sender may leave out gets its default here. */
final class EventRules {
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final int MAX_TYPE = 255;
    private static final int MAX_KEY = 512;
    private static final int MAX_TEXT = 1024;

    static final String INVALID_CHANNELS = "invalid_channels";
    static final String ALLOWED_CHANNELS =
            "An event has 1 to " + Channels.MOST_OF_EVENT + " channels, " + Channels.ALLOWED + ", or no such member.";

    private final int maxEventBytes;
    private final InstantSource clock;

    EventRules(int maxEventBytes, InstantSource clock) {
        this.maxEventBytes = maxEventBytes;
        this.clock = clock;
    }

    /**
     * Applies them.
     *
     * @param topic where the event goes; names its source when it names none
     * @param tenant who sends, unless the event says otherwise
     */
    Checked<Sent> check(RawEvent raw, String topic, String tenant) {
        checkText(raw, Attribute.ID, EventHeaders::usableId, "1 to 256 printable ASCII characters, no space, no dot");
        checkText(
                raw,
                Attribute.TYPE,
                type -> type.length() <= MAX_TYPE && words(type),
                "up to 255 characters: words of A-Z a-z 0-9 _ : / - joined by dots");
        checkText(raw, Attribute.SOURCE, text -> plain(text, MAX_TEXT), "1 to 1,024 characters, no control character");
        checkText(raw, Attribute.KEY, text -> plain(text, MAX_KEY), "1 to 512 characters, no control character");
        checkText(raw, Attribute.SUBJECT, text -> plain(text, MAX_TEXT), "1 to 1,024 characters, no control character");
        checkText(raw, Attribute.TRACEPARENT, text -> TRACEPARENT.matcher(text).matches(), "W3C Trace Context text");
        checkText(
                raw,
                Attribute.TENANT,
                text -> Authentication.TENANT.matcher(text).matches(),
                "1 to 128 printable ASCII characters, no space, not *");
        checkText(
                raw,
                Attribute.CONTENT_TYPE,
                text -> text.equals(text.strip())
                        && plain(text, MAX_TYPE)
                        && MediaType.of(Optional.of(text)).isPresent(),
                "a media type");
        checkText(raw, Attribute.TIME, text -> time(text).isPresent(), "RFC 3339, such as 2026-01-31T12:00:00Z");
        int headers = 0;
        for (Map.Entry<String, String> header : raw.headers().entrySet()) {
            headers += header.getKey().length() + header.getValue().length();
        }
        if (raw.headers().size() > HeaderRules.MOST || headers > HeaderRules.MOST_ALL) {
            raw.error(
                    "headers",
                    "too_long",
                    "There are at most " + HeaderRules.MOST + " headers of " + HeaderRules.MOST_ALL
                            + " characters together.");
        }
        Set<String> channels = Channels.of(raw.extensions());
        if (channels.size() > Channels.MOST_OF_EVENT || !channels.stream().allMatch(Channels::valid)) {
            raw.error(Channels.EXTENSION, INVALID_CHANNELS, ALLOWED_CHANNELS);
        }
        if (raw.get(Attribute.TYPE).isEmpty() && raw.errors().isEmpty()) {
            raw.error(Attribute.TYPE, "An event has a type.");
        }
        if (raw.data().isEmpty() && raw.errors().isEmpty()) {
            raw.error("data", "invalid_event", "An event has data or dataBase64.");
        }
        if (!raw.errors().isEmpty()) {
            return Checked.refused(Problem.fields(raw.errors()));
        }
        Payload data = raw.data().orElseThrow();
        return data.size() > maxEventBytes
                ? Checked.refused(Problem.of(
                        413, "event_too_large", "The data of an event is at most " + maxEventBytes + " bytes."))
                : Checked.ok(new Sent(
                        event(raw, topic, tenant, data),
                        raw.get(Attribute.ID).isPresent(),
                        raw.get(Attribute.TIME).isPresent()));
    }

    private Event event(RawEvent raw, String topic, String tenant, Payload data) {
        return new Event(
                raw.get(Attribute.TENANT).orElse(tenant),
                topic,
                raw.get(Attribute.ID).orElseGet(Ids::event),
                raw.get(Attribute.TYPE).orElseThrow(),
                raw.get(Attribute.SOURCE).orElse("/" + topic),
                raw.get(Attribute.TIME).flatMap(EventRules::time).orElseGet(clock::instant),
                raw.get(Attribute.KEY),
                raw.get(Attribute.SUBJECT),
                raw.get(Attribute.TRACEPARENT),
                raw.get(Attribute.CONTENT_TYPE),
                raw.extensions(),
                raw.headers(),
                data);
    }

    private static void checkText(RawEvent raw, Attribute attribute, Predicate<String> rule, String allowed) {
        Optional<String> text = raw.get(attribute);
        if (text.isPresent() && !rule.test(text.get())) {
            raw.error(attribute, "Allowed: " + allowed + ".");
        }
    }

    /** A text that UTF-8 can carry and no reader of headers can be fooled with. */
    static boolean plain(String text, int maxLength) {
        boolean plain = !text.isEmpty() && text.length() <= maxLength;
        for (int at = 0; plain && at < text.length(); ) {
            int c = text.codePointAt(at);
            plain = !Character.isISOControl(c) && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
            at += Character.charCount(c);
        }
        return plain;
    }

    /** Words of {@code A-Z a-z 0-9 _ : / -} joined by dots: a loop, since each event has a type. */
    static boolean words(String text) {
        boolean inWord = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && c != '_' && c != ':' && c != '/' && c != '-' && !(c == '.' && inWord)) {
                return false;
            }
            inWord = c != '.';
        }
        return inWord;
    }

    static boolean isTraceparent(String text) {
        return TRACEPARENT.matcher(text).matches();
    }

    private static Optional<Instant> time(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.getYear() >= 0 && time.getYear() <= 9999 ? Optional.of(time.toInstant()) : Optional.empty();
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }
}
