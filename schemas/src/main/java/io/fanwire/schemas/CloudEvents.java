package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.schemas.EventBodies.Body;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    private static final Set<String> NO_EXTENSIONS = Set.of("data", "datacontenttype", "specversion");
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
        return new Body("application/cloudevents+json", members.end());
    }

    /** What does not fit a header is left out; what each event must have is what it is when a producer names none. */
    static Body binary(Event event, EventData data) {
        Map<String, String> headers = new HashMap<>();
        int left = HeaderRules.MOST_ALL;
        Map<String, String> attributes = attributes(event);
        attributes.replaceAll((name, value) -> switch (name) {
            case "source" -> fits(value) ? value : "/" + event.topic();
            case "type" -> fits(value) ? value : event.topic();
            default -> value;
        });
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            String name = HEADER + attribute.getKey();
            String value = encoded(attribute.getValue());
            if (HeaderRules.ofACloudEvent(name, value) && name.length() + value.length() <= left) {
                headers.put(name, value);
                left -= name.length() + value.length();
            }
        }
        return new Body(data.contentType(), event.data(), headers);
    }

    private static boolean fits(String value) {
        return HeaderRules.fits(encoded(value));
    }

    /** Those that must be there first. */
    private static Map<String, String> attributes(Event event) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", VERSION);
        attributes.put("id", event.id());
        attributes.put("source", event.source());
        attributes.put("type", event.type());
        attributes.put("time", event.time().toString());
        event.subject().ifPresent(subject -> attributes.put("subject", subject));
        attributes.put("tenant", event.tenant());
        event.key().ifPresent(key -> attributes.put("partitionkey", key));
        event.traceparent().ifPresent(parent -> attributes.put("traceparent", parent));
        new TreeMap<>(event.extensions()).forEach((name, value) -> {
            if (NAME.matcher(name).matches() && !NO_EXTENSIONS.contains(name)) {
                attributes.putIfAbsent(name, value);
            }
        });
        return attributes;
    }

    /** Section 3.1.3.2: what is not printable, space, quotes and percent signs as percent-encoded UTF-8. */
    private static String encoded(String value) {
        StringBuilder text = new StringBuilder(value.length());
        for (byte each : value.getBytes(UTF_8)) {
            if (each > ' ' && each < 0x7f && each != '"' && each != '%') {
                text.append((char) each);
            } else {
                text.append(String.format("%%%02X", each & 0xFF));
            }
        }
        return text.toString();
    }
}
