package io.fanwire.schemas;

import java.util.Base64;
import java.util.Optional;

/** What an event's data is, looked at once and when it is asked for. Owned by one thread. */
final class EventData {
    private static final String BYTES = "application/octet-stream";

    private final Event event;
    private Optional<Boolean> json = Optional.empty();

    EventData(Event event) {
        this.event = event;
    }

    /** Whether it is one JSON value, and can stand inside other JSON as it is. */
    boolean json() {
        if (json.isEmpty()) {
            json = Optional.of(JsonSyntax.claimed(event.contentType()) && JsonSyntax.isValue(bytes()));
        }
        return json.get();
    }

    byte[] bytes() {
        return event.data().bytes();
    }

    byte[] base64() {
        return Base64.getEncoder().encode(bytes());
    }

    String contentType() {
        return event.contentType().orElse(BYTES);
    }
}
