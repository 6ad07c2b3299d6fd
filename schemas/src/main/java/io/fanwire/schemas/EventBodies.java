package io.fanwire.schemas;

import io.fanwire.schemas.Subscription.Format;
import java.util.EnumMap;
import java.util.Map;

/** What is sent of one event: each format is shaped once, however many subscriptions ask for it. Owned by one thread. */
public final class EventBodies {
    private final Event event;
    private final EventData data;
    private final Map<Format, Body> made = new EnumMap<>(Format.class);

    /**
     * What is sent and what it is called.
     *
     * @param headers that go with it: those of the event, and those that a format gives, which no event's own header is called
     */
    public record Body(String contentType, Payload bytes, Map<String, String> headers) {
        public Body {
            headers = Map.copyOf(headers);
        }
    }

    /** Nothing is shaped yet. */
    public EventBodies(Event event) {
        this.event = event;
        this.data = new EventData(event);
    }

    public Body in(Format format) {
        return made.computeIfAbsent(format, this::make);
    }

    private Body make(Format format) {
        return switch (format) {
            case RAW -> new Body(data.contentType(), event.data(), event.headers());
            case JSON -> Envelopes.json(event, data);
            case FORM -> Envelopes.form(event, data);
            case CLOUDEVENTS_STRUCTURED -> CloudEvents.structured(event, data);
            case CLOUDEVENTS_BINARY -> CloudEvents.binary(event, data);
        };
    }
}
