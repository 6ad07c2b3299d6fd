package io.fanwire.gateway.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.gateway.event.RawEvent.Attribute;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CloudEvents 1.0 in HTTP binary mode: attributes in {@code ce-} headers, the body is the data. */
final class CloudEventsBinary {
    private static final String PREFIX = "ce-";

    private CloudEventsBinary() {}

    static boolean appliesTo(Map<String, List<String>> headers) {
        for (String name : headers.keySet()) {
            if (name.startsWith(PREFIX)) {
                return true;
            }
        }
        return false;
    }

    static RawEvent read(Map<String, List<String>> headers, byte[] body) {
        RawEvent raw = new RawEvent(CloudEventsBinary::name);
        headers.forEach((name, values) -> {
            if (name.startsWith(PREFIX) && !name.equals("ce-specversion")) {
                values.forEach(value -> attribute(name.substring(PREFIX.length()), decode(value), raw));
            }
        });
        headers.getOrDefault("content-type", List.of()).stream()
                .findFirst()
                .ifPresent(type -> raw.set(Attribute.CONTENT_TYPE, type));
        raw.data(body);
        CloudEventsJson.complete(
                raw, headers.getOrDefault("ce-specversion", List.of()).stream().findFirst());
        return raw;
    }

    private static void attribute(String name, String value, RawEvent raw) {
        Attribute attribute = CloudEventsJson.ATTRIBUTES.get(name);
        if (attribute != null) {
            raw.set(attribute, value);
        } else {
            CloudEventsJson.extension(name, value, true, raw);
        }
    }

    /** Percent-decodes a header's value (CloudEvents HTTP binding 3.1.3.2); what is no escape stays as it is. */
    private static String decode(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            int high = c == '%' && i + 2 < value.length() ? Character.digit(value.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(value.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(UTF_8));
            }
        }
        return bytes.toString(UTF_8);
    }

    private static String name(String word) {
        return switch (word) {
            case "content_type" -> "content-type";
            case "key" -> "ce-partitionkey";
            case "traceparent" -> "traceparent";
            default -> PREFIX + word;
        };
    }

    /** The trace a request belongs to, for events that name none themselves. */
    static Optional<String> traceparent(Map<String, List<String>> headers) {
        return headers.getOrDefault("traceparent", List.of()).stream()
                .findFirst()
                .filter(EventRules::isTraceparent);
    }
}
