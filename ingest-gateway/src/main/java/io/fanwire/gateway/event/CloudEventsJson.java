package io.fanwire.gateway.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonToken;
import io.fanwire.gateway.event.Envelope.Member;
import io.fanwire.gateway.event.RawEvent.Attribute;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.MediaType;
import io.fanwire.gateway.http.Problem;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** CloudEvents 1.0 in structured mode, JSON format. */
final class CloudEventsJson {
    /** Attributes with a meaning here; {@code partitionkey}, {@code traceparent} and {@code tenant} are extensions. */
    static final Map<String, Attribute> ATTRIBUTES = Map.of(
            "id", Attribute.ID,
            "type", Attribute.TYPE,
            "source", Attribute.SOURCE,
            "time", Attribute.TIME,
            "subject", Attribute.SUBJECT,
            "partitionkey", Attribute.KEY,
            "traceparent", Attribute.TRACEPARENT,
            "tenant", Attribute.TENANT,
            "datacontenttype", Attribute.CONTENT_TYPE);

    private CloudEventsJson() {}

    static Checked<RawEvent> read(Envelope envelope) {
        if (!envelope.object()) {
            return Checked.refused(Problem.field("", "invalid_event", "A CloudEvent is a JSON object."));
        }
        if (envelope.more()) {
            return Checked.refused(Problem.field("", "invalid_event", "No event has so many members."));
        }
        RawEvent raw = new RawEvent(CloudEventsJson::name);
        Set<String> seen = new HashSet<>();
        Optional<Member> data = Optional.empty();
        Optional<String> version = Optional.empty();
        for (Member member : envelope.members()) {
            boolean absent =
                    member.token() == JsonToken.VALUE_NULL && !member.name().equals("data");
            if (!seen.add(member.name())) {
                raw.repeated(member.name());
            } else if (member.name().equals("data")) {
                data = Optional.of(member);
            } else if (member.name().equals("specversion")) {
                version = Optional.of(member.text());
            } else if (!absent) {
                attribute(member, raw);
            }
        }
        data.ifPresent(member -> raw.data(dataOf(envelope, member, raw)));
        complete(raw, version);
        if (raw.get(Attribute.CONTENT_TYPE).isEmpty() && data.isPresent()) {
            raw.set(Attribute.CONTENT_TYPE, "application/json");
        }
        return Checked.ok(raw);
    }

    /** What CloudEvents asks of every event and we do not ask of our own. */
    static void complete(RawEvent raw, Optional<String> version) {
        if (!version.equals(Optional.of("1.0"))) {
            raw.error("specversion", "invalid_event", "CloudEvents 1.0 is understood.");
        }
        for (Attribute required : Set.of(Attribute.ID, Attribute.SOURCE, Attribute.TYPE)) {
            if (raw.get(required).isEmpty()) {
                raw.error(required, "A CloudEvent has this attribute.");
            }
        }
        if (raw.data().isEmpty()) {
            raw.data(new byte[0]);
        }
    }

    private static void attribute(Member member, RawEvent raw) {
        Attribute attribute = ATTRIBUTES.get(member.name());
        if (attribute != null) {
            JsonEvents.string(member, attribute, raw);
        } else if (member.name().equals("data_base64")) {
            JsonEvents.base64(member, raw);
        } else {
            extension(member.name(), member.text(), member.token().isScalarValue(), raw);
        }
    }

    static void extension(String name, String value, boolean scalar, RawEvent raw) {
        boolean named =
                name.length() <= 64 && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
        if (named && scalar && EventRules.plain(value, 1024)) {
            raw.extension(name, value);
        } else {
            raw.error(name, "invalid_extension", "An extension has a name of a-z 0-9 and a plain value.");
        }
    }

    /** The member to the letter; but a string that is declared to be no JSON stands for its own characters. */
    private static byte[] dataOf(Envelope envelope, Member data, RawEvent raw) {
        boolean text = data.string()
                && !MediaType.of(raw.get(Attribute.CONTENT_TYPE).or(() -> Optional.of("application/json")))
                        .map(MediaType::json)
                        .orElse(true);
        byte[] letters = envelope.bytes(data);
        if (!text) {
            return letters;
        }
        String characters = JsonText.string(letters);
        if (!JsonText.encodable(characters)) {
            raw.error("data", "invalid_data", "A text has half of a surrogate pair.");
        }
        return characters.getBytes(UTF_8);
    }

    private static String name(String word) {
        return switch (word) {
            case "content_type" -> "datacontenttype";
            case "key" -> "partitionkey";
            default -> word;
        };
    }
}
