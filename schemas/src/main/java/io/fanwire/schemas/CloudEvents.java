package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.schemas.EventBodies.Body;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Events as CloudEvents 1.0: structured (JSON event format) and binary (HTTP protocol binding, section 3.1). The key of an event is its
 * {@code partitionkey}, its tenant {@code tenant}. Extensions whose names the specification does not allow are left out.
 */
final class CloudEvents {
    private static final String VERSION = "1.0";
    private static final String HEADER = "ce-";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,64}");
    private static final Set<String> NO_EXTENSIONS = Set.of("data", "datacontenttype");
    private static final Set<String> REQUIRED = Set.of("specversion", "id", "source", "type");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Characters of an attribute, as the gateway takes them. */
    private static final int LONGEST = 1024;

    private static final int FRAME = 512;

    private CloudEvents() {}

    static Body structured(Event event, EventData data) {
        JsonMembers members = new JsonMembers(data.bytes().length + FRAME);
        attributes(event).forEach(members::text);
        members.text(
                "datacontenttype", data.json() ? event.contentType().orElse("application/json") : data.contentType());
        if (data.json()) {
            members.raw("data", data.bytes());
        } else {
            members.quoted("data_base64", data.base64());
        }
        return new Body("application/cloudevents+json", members.end(), event.headers());
    }

    /** Further attributes that make the headers too large together are left out. */
    static Body binary(Event event, EventData data) {
        Map<String, String> headers = new HashMap<>(event.headers());
        int left = HeaderRules.MOST_ALL;
        for (Map.Entry<String, String> attribute : attributes(event).entrySet()) {
            String name = HEADER + attribute.getKey();
            String value = encoded(attribute.getValue());
            boolean required = REQUIRED.contains(attribute.getKey());
            int size = required ? 0 : name.length() + value.length();
            if (size <= left && HeaderRules.ofACloudEvent(name, value)) {
                headers.put(name, value);
                left -= size;
            }
        }
        return new Body(contentType(data), event.data(), headers);
    }

    /** One that says structured mode would have the receiver look for the event in the body. */
    private static String contentType(EventData data) {
        String own = data.contentType();
        return !own.toLowerCase(Locale.ROOT).startsWith("application/cloudevents")
                ? own
                : data.json() ? "application/json" : "application/octet-stream";
    }

    /** None is empty; whoever writes to Kafka may name a source and a type of any length, which then are those of one that names none. */
    private static Map<String, String> attributes(Event event) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", VERSION);
        attributes.put("id", event.id());
        attributes.put("source", event.source().length() <= LONGEST ? event.source() : "/" + event.topic());
        attributes.put("type", event.type().length() <= LONGEST ? event.type() : event.topic());
        attributes.put("time", event.time().toString());
        attributes.put("tenant", event.tenant());
        event.subject().ifPresent(subject -> attributes.put("subject", subject));
        event.key().ifPresent(key -> attributes.put("partitionkey", key));
        event.traceparent().ifPresent(parent -> attributes.put("traceparent", parent));
        new TreeMap<>(event.extensions()).forEach((name, value) -> {
            if (NAME.matcher(name).matches() && !NO_EXTENSIONS.contains(name)) {
                attributes.putIfAbsent(name, value);
            }
        });
        attributes.values().removeIf(value -> value.isEmpty() || value.length() > LONGEST);
        return attributes;
    }

    /** Section 3.1.3.2: what is not printable, space, quotes and percent signs as percent-encoded UTF-8. */
    private static String encoded(String value) {
        StringBuilder text = new StringBuilder(value.length());
        for (byte each : value.getBytes(UTF_8)) {
            if (each > ' ' && each < 0x7f && each != '"' && each != '%') {
                text.append((char) each);
            } else {
                HEX.toHexDigits(text.append('%'), each);
            }
        }
        return text.toString();
    }
}
