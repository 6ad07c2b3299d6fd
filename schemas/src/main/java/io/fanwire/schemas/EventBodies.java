package io.fanwire.schemas;

import io.fanwire.schemas.Subscription.Format;
import java.util.EnumMap;
import java.util.Map;

/** What is sent of one event: each format is shaped once, however many subscriptions ask for it. Owned by one thread. */
public final class EventBodies {
    private final Event event;
    private final EventData data;
    private final boolean made;
    private final Map<Format, Body> bodies = new EnumMap<>(Format.class);

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
        this(event, false);
    }

    private EventBodies(Event event, boolean made) {
        this.event = event;
        this.data = new EventData(event);
        this.made = made;
    }

    /**
     * What is sent of something that a transform made of an event: there is no envelope around it but the one of CloudEvents.
     *
     * @param index among all that was made of it
     */
    public static EventBodies ofMade(Event event, int index, Payload json) {
        return new EventBodies(event.part(index, json), true);
    }

    public Body in(Format format) {
        return bodies.computeIfAbsent(format, this::make);
    }

    private Body make(Format format) {
        return switch (format) {
            case RAW -> new Body(data.contentType(), event.data(), event.headers());
            case JSON -> made ? make(Format.RAW) : Envelopes.json(event, data);
            case FORM -> made ? FormFields.body(event) : Envelopes.form(event, data);
            case XML -> made ? XmlBody.made(event) : XmlBody.envelope(event, data);
            case CLOUDEVENTS_STRUCTURED -> CloudEvents.structured(event, data);
            case CLOUDEVENTS_BINARY -> CloudEvents.binary(event, data);
        };
    }
}
