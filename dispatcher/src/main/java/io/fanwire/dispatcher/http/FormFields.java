package io.fanwire.dispatcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.schemas.Payload;
import java.net.URLDecoder;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The fields of a body in {@code application/x-www-form-urlencoded}, as those see them who sign them. */
final class FormFields {
    static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

    private FormFields() {}

    static boolean isForm(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return type.trim().equalsIgnoreCase(MEDIA_TYPE);
    }

    /**
     * Names and values, decoded, sorted by name, with nothing between them; a name with several values has each of them once, in order.
     *
     * @throws IllegalArgumentException when it is no form after all
     */
    static String sorted(Payload body) {
        TreeMap<String, SortedSet<String>> fields = new TreeMap<>();
        for (String field : new String(body.bytes(), UTF_8).split("&", -1)) {
            if (!field.isEmpty()) {
                int equals = field.indexOf('=');
                String name = equals < 0 ? field : field.substring(0, equals);
                String value = equals < 0 ? "" : field.substring(equals + 1);
                fields.computeIfAbsent(decoded(name), first -> new TreeSet<>()).add(decoded(value));
            }
        }
        StringBuilder text = new StringBuilder();
        fields.forEach(
                (name, values) -> values.forEach(value -> text.append(name).append(value)));
        return text.toString();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, UTF_8);
    }
}
