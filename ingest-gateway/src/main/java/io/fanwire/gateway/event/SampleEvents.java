package io.fanwire.gateway.event;

import io.fanwire.gateway.http.Checked;
import io.fanwire.schemas.Event;
import java.time.InstantSource;

/** Reads event objects that are not published, by the rules of those that are. */
public final class SampleEvents {
    private final EventRules rules;

    public SampleEvents(EventLimits limits, InstantSource clock) {
        this.rules = new EventRules(limits.event(), clock);
    }

    /** {@code json}: this API's own event object. */
    public Checked<Event> read(byte[] json, String topic, String tenant) {
        return EnvelopeReader.one(json)
                .then(JsonEvents::read)
                .then(raw -> rules.check(raw, topic, tenant))
                .map(Sent::event);
    }
}
