package io.fanwire.gateway.event;

import io.fanwire.gateway.event.RawEvent.Attribute;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.MediaType;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Requests to events: the media type says in which of the formats they are. */
final class EventReader {
    private static final String JSON = "application/json";
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final Set<String> LINES = Set.of("application/x-ndjson", "application/ndjson");

    private final EventLimits limits;
    private final EventRules rules;

    EventReader(EventLimits limits, InstantSource clock) {
        this.limits = limits;
        this.rules = new EventRules(limits.event(), clock);
    }

    /** The one event of a request. */
    Checked<Sent> one(Call call, String topic) {
        String type = typeOfText(call);
        if (type.equals(STRUCTURED)) {
            return call.plainBody()
                    .then(EnvelopeReader::one)
                    .then(CloudEventsJson::read)
                    .then(checked(call, topic));
        }
        if (CloudEventsBinary.appliesTo(call.headers())) {
            return call.plainBody()
                    .map(body -> CloudEventsBinary.read(call.headers(), body))
                    .then(checked(call, topic));
        }
        if (type.equals(JSON)) {
            return call.plainBody()
                    .then(EnvelopeReader::one)
                    .then(JsonEvents::read)
                    .then(checked(call, topic));
        }
        return Checked.refused(MediaType.unsupported("Send " + JSON + " or " + STRUCTURED
                + " in UTF-8, or any type with ce- headers; batches go to events:batch."));
    }

    /** The events of a batch, each with its own verdict. */
    Checked<List<Checked<Sent>>> batch(Call call, String topic) {
        String type = typeOfText(call);
        if (type.equals(BATCH)) {
            return items(call, topic, BatchReader::array, CloudEventsJson::read);
        }
        if (type.equals(JSON)) {
            return items(call, topic, BatchReader::array, JsonEvents::read);
        }
        if (LINES.contains(type)) {
            return items(call, topic, BatchReader::lines, JsonEvents::read);
        }
        return Checked.refused(
                MediaType.unsupported("Send " + JSON + ", application/x-ndjson or " + BATCH + " in UTF-8."));
    }

    private Checked<List<Checked<Sent>>> items(
            Call call, String topic, Split split, Function<Envelope, Checked<RawEvent>> read) {
        Function<RawEvent, Checked<Sent>> check = checked(call, topic);
        return call.plainBody().then(body -> split.of(body, limits.items())).map(items -> items.stream()
                .map(item -> item.then(read).then(check))
                .toList());
    }

    private Function<RawEvent, Checked<Sent>> checked(Call call, String topic) {
        Optional<String> traceparent = CloudEventsBinary.traceparent(call.headers());
        return raw -> {
            if (raw.get(Attribute.TRACEPARENT).isEmpty()) {
                traceparent.ifPresent(parent -> raw.set(Attribute.TRACEPARENT, parent));
            }
            return rules.check(raw, topic, call.tenant());
        };
    }

    /** The media type when it is one of text in UTF-8, else nothing that anybody understands. */
    private static String typeOfText(Call call) {
        return MediaType.of(call.header("content-type"))
                .filter(MediaType::utf8)
                .map(MediaType::name)
                .orElse("");
    }

    /** How a body becomes items, of which there may be so many. */
    private interface Split {
        Checked<List<Checked<Envelope>>> of(byte[] body, int maxItems);
    }
}
