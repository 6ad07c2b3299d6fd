package io.fanwire.schemas;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An event as it lies in a topic: a CloudEvent in binary mode (CloudEvents 1.0 Kafka protocol binding), its data untouched.
 *
 * @param topic the topic's name without the installation's prefix
 * @param key orders events; the record key in Kafka
 * @param extensions further CloudEvents attributes, names without {@code ce_}
 * @param headers that go with it to every callback
 */
public record Event(
        String tenant,
        String topic,
        String id,
        String type,
        String source,
        Instant time,
        Optional<String> key,
        Optional<String> subject,
        Optional<String> traceparent,
        Optional<String> contentType,
        Map<String, String> extensions,
        Map<String, String> headers,
        Payload data) {
    /** Who acts where no tenant is named. */
    public static final String DEFAULT_TENANT = "default";

    public Event {
        extensions = Map.copyOf(extensions);
        headers = Map.copyOf(headers);
    }

    /** What a transform made of it: JSON in the place of its data, under an id of its own where it is not the first. */
    Event part(int index, Payload json) {
        return new Event(
                tenant,
                topic,
                partId(id, index),
                type,
                source,
                time,
                key,
                subject,
                traceparent,
                Optional.of("application/json"),
                extensions,
                headers,
                json);
    }

    /** By what receivers know what a transform made of an event. */
    static String partId(String id, int index) {
        return index == 0 ? id : id + ";part=" + index;
    }
}
