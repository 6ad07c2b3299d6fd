package io.fanwire.gateway.event;

import io.fanwire.gateway.once.Fingerprint;
import io.fanwire.gateway.once.Once.Ask;
import io.fanwire.gateway.once.Slot;
import io.fanwire.schemas.Event;
import java.util.Map;
import java.util.TreeMap;

/**
 * An event, and what of it its sender said.
 *
 * @param ownId whether the id is the sender's
 * @param ownTime whether the time is the sender's
 */
record Sent(Event event, boolean ownId, boolean ownTime) {
    /** Once for its id. */
    Ask byId() {
        return new Ask(Slot.event(event.tenant(), event.id()), fingerprint());
    }

    /** Once for the key of its request. */
    Ask byKey(String scope, String key, int index) {
        return new Ask(Slot.item(event.tenant(), scope, key, index), fingerprint());
    }

    /** All but the trace context, of which a sender that tries again may have another. */
    private long fingerprint() {
        Fingerprint sum = new Fingerprint()
                .add(event.topic())
                .add(event.type())
                .add(event.source())
                .add(ownTime ? event.time().toString() : "")
                .add(event.key())
                .add(event.subject())
                .add(event.contentType());
        for (Map.Entry<String, String> extension : new TreeMap<>(event.extensions()).entrySet()) {
            sum.add(extension.getKey()).add(extension.getValue());
        }
        for (Map.Entry<String, String> header : new TreeMap<>(event.headers()).entrySet()) {
            sum.add("header").add(header.getKey()).add(header.getValue());
        }
        return sum.add(event.data().bytes()).value();
    }
}
