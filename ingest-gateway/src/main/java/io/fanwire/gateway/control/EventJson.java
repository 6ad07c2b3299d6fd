package io.fanwire.gateway.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.fanwire.gateway.control.EventHistory.Stored;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.MediaType;
import io.fanwire.schemas.Channels;
import io.fanwire.schemas.Event;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An event as its tenant reads it back: its data is to the letter what was published, as JSON where it is JSON. */
final class EventJson {
    private EventJson() {}

    static ObjectNode of(Stored stored) {
        Event event = stored.event();
        ObjectNode json = JsonText.object()
                .put("id", event.id())
                .put("type", event.type())
                .put("source", event.source())
                .put("time", event.time().toString());
        event.key().ifPresent(key -> json.put("key", key));
        event.subject().ifPresent(subject -> json.put("subject", subject));
        event.traceparent().ifPresent(parent -> json.put("traceparent", parent));
        event.contentType().ifPresent(type -> json.put("contentType", type));
        extensions(event.extensions(), json);
        texts("headers", event.headers(), json);
        data(event, json);
        return json.put("topic", event.topic())
                .put("partition", stored.partition())
                .put("offset", stored.offset())
                .put("publishedAt", stored.at().toString());
    }

    /** Channels are a member of their own, as they are when an event is published. */
    private static void extensions(Map<String, String> extensions, ObjectNode json) {
        Set<String> channels = new TreeSet<>(Channels.of(extensions));
        if (!channels.isEmpty()) {
            ArrayNode list = json.putArray(Channels.EXTENSION);
            channels.forEach(list::add);
        }
        Map<String, String> others = new TreeMap<>(extensions);
        others.remove(Channels.EXTENSION);
        texts("extensions", others, json);
    }

    /** Sorted by name; left out where there are none. */
    private static void texts(String member, Map<String, String> texts, ObjectNode json) {
        if (!texts.isEmpty()) {
            ObjectNode inner = json.putObject(member);
            new TreeMap<>(texts).forEach((String name, String value) -> inner.put(name, value));
        }
    }

    /** Whoever writes to Kafka may call anything JSON; it is embedded here only where it is. */
    private static void data(Event event, ObjectNode json) {
        byte[] bytes = event.data().bytes();
        boolean called = event.contentType().isEmpty()
                || MediaType.of(event.contentType())
                        .map(type -> type.json() && type.utf8())
                        .orElse(false);
        if (called && isJson(bytes)) {
            json.putRawValue("data", new RawValue(new String(bytes, UTF_8)));
        } else {
            json.put("dataBase64", Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static boolean isJson(byte[] bytes) {
        return JsonText.parse(bytes, parser -> {
                    parser.skipChildren();
                    parser.finishToken();
                    return Checked.ok(true);
                })
                .fold(read -> read, problem -> false);
    }
}
