package io.fanwire.gateway.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.fanwire.gateway.event.Envelope.Member;
import io.fanwire.gateway.event.RawEvent.Attribute;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.Channels;
import io.fanwire.schemas.HeaderRules;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** This API's own event objects: {@code {"id"?, "type", …, "data"|"dataBase64"}}. */
final class JsonEvents {
    private static final Map<String, Attribute> ATTRIBUTES = Map.of(
            "id", Attribute.ID,
            "type", Attribute.TYPE,
            "source", Attribute.SOURCE,
            "time", Attribute.TIME,
            "key", Attribute.KEY,
            "subject", Attribute.SUBJECT,
            "traceparent", Attribute.TRACEPARENT,
            "tenant", Attribute.TENANT,
            "contentType", Attribute.CONTENT_TYPE);

    private JsonEvents() {}

    static Checked<RawEvent> read(Envelope envelope) {
        if (!envelope.object()) {
            return Checked.refused(Problem.field("", "invalid_event", "An event is a JSON object."));
        }
        if (envelope.more()) {
            return Checked.refused(Problem.field("", "invalid_event", "No event has so many members."));
        }
        RawEvent raw = new RawEvent(word -> word.equals("content_type") ? "contentType" : word);
        Set<String> seen = new HashSet<>();
        for (Member member : envelope.members()) {
            if (seen.add(member.name())) {
                read(envelope, member, raw);
            } else {
                raw.repeated(member.name());
            }
        }
        if (raw.data().isPresent() && raw.get(Attribute.CONTENT_TYPE).isEmpty()) {
            raw.set(Attribute.CONTENT_TYPE, seen.contains("data") ? "application/json" : "application/octet-stream");
        }
        return Checked.ok(raw);
    }

    private static void read(Envelope envelope, Member member, RawEvent raw) {
        Attribute attribute = ATTRIBUTES.get(member.name());
        if (attribute != null) {
            string(member, attribute, raw);
        } else if (member.name().equals("data")) {
            raw.data(envelope.bytes(member));
        } else if (member.name().equals("dataBase64")) {
            base64(member, raw);
        } else if (member.name().equals("headers")) {
            headers(envelope, member, raw);
        } else if (member.name().equals(Channels.EXTENSION)) {
            channels(envelope, member, raw);
        } else {
            raw.error(member.name(), "unknown_field", "An event has no such member.");
        }
    }

    private static void channels(Envelope envelope, Member member, RawEvent raw) {
        List<String> names =
                JsonText.textsOf(envelope.bytes(member), Channels.MOST_OF_EVENT).orElse(List.of());
        if (names.isEmpty() || !names.stream().allMatch(Channels::valid)) {
            raw.error(member.name(), EventRules.INVALID_CHANNELS, EventRules.ALLOWED_CHANNELS);
        } else {
            raw.extension(Channels.EXTENSION, names.stream().distinct().collect(Collectors.joining(",")));
        }
    }

    private static void headers(Envelope envelope, Member member, RawEvent raw) {
        JsonText.objectOf(envelope.bytes(member))
                .fold(
                        headers -> {
                            headers.properties().forEach(header -> header(header.getKey(), header.getValue(), raw));
                            return true;
                        },
                        problem -> {
                            raw.error(member.name(), "invalid_header", "This must be an object of texts.");
                            return false;
                        });
    }

    private static void header(String name, JsonNode value, RawEvent raw) {
        if (!HeaderRules.valid(name)) {
            raw.error("headers", name, "invalid_header", "This is not the name of a header.");
        } else if (HeaderRules.reserved(name)) {
            raw.error("headers", name, "reserved_header", "This header is set by the platform alone.");
        } else if (HeaderRules.credential(name)) {
            raw.error(
                    "headers",
                    name,
                    "reserved_header",
                    "Credentials are given with the subscription, as auth or headers.");
        } else if (!value.isTextual() || !HeaderRules.fits(value.textValue())) {
            raw.error(
                    "headers",
                    name,
                    "invalid_header",
                    "A value is a text of printable ASCII without spaces at its ends.");
        } else {
            raw.header(name, value.textValue());
        }
    }

    static void string(Member member, Attribute attribute, RawEvent raw) {
        if (member.string()) {
            raw.set(attribute, member.text());
        } else {
            raw.error(attribute, "This must be a string.");
        }
    }

    static void base64(Member member, RawEvent raw) {
        try {
            if (member.string()) {
                raw.data(Base64.getDecoder().decode(member.text()));
                return;
            }
        } catch (IllegalArgumentException notBase64) {
            // refused below, as what is no string
        }
        raw.error(member.name(), "invalid_data", "This must be a string of Base64.");
    }
}
