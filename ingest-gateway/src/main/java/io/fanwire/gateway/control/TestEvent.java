package io.fanwire.gateway.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.expressions.EventView;
import io.fanwire.expressions.ExpressionException;
import io.fanwire.expressions.Transform;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.EventBodies;
import io.fanwire.schemas.Ids;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.Topics;
import io.fanwire.schemas.TypePattern;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** An event that exists for one subscription only, to see what its callback does with it. */
record TestEvent(String type, JsonNode data) {
    static final String TYPE = "fanwire.test";

    private static final int MAX_TYPE = 255;
    private static final int MAX_DATA = 64 * 1024;
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    /** The caller may say its type and data, and nothing about where it goes. */
    static Checked<TestEvent> read(ObjectNode body) {
        FieldReader fields = new FieldReader(body, "");
        String type = fields.text("type", MAX_TYPE, "invalid_type").orElse(TYPE);
        if (!TypePattern.isValid(type) || TypePattern.isWildcard(type)) {
            fields.error("type", "invalid_type", "This is not a type of event.");
        }
        Optional<JsonNode> data = fields.take("data");
        if (data.filter(given -> JsonText.bytes(given).length > MAX_DATA).isPresent()) {
            fields.error("data", "event_too_large", "A test event has at most " + MAX_DATA + " bytes of data.");
        }
        return fields.finish(new TestEvent(
                type, data.orElseGet(() -> JsonText.object().put("message", "This is a test event from Fanwire."))));
    }

    /**
     * As the router would make it of a real event, of several the first; where a style signs forms only, as its vendor sends one. A problem
     * where its transform makes nothing of it.
     */
    Checked<Delivery> delivery(Subscription subscription, long position, Instant now) {
        Event event = event(Ids.event(), subscription.key().tenant(), now);
        Subscription.Shape shape = subscription.shape();
        if (shape.transform().isPresent()) {
            return made(event, shape.transform().get())
                    .map(shaped -> delivery(subscription, position, event, shaped.in(shape.format())));
        }
        EventBodies.Body body = subscription.signing().style().signsFormsOnly()
                ? new EventBodies.Body(FORM, Payload.of(mandrill(now)), Map.of())
                : new EventBodies(event).in(shape.format());
        return Checked.ok(delivery(subscription, position, event, body));
    }

    private static Checked<EventBodies> made(Event event, String transform) {
        try {
            Transform.Made made = Transform.known(transform).of(new EventView(event));
            return made.failure().isPresent()
                    ? nothing("The transform fails on this event: "
                            + made.failure().get() + ".")
                    : made.bodies().stream()
                            .findFirst()
                            .filter(body -> body.size() < Topics.MAX_DELIVERY_BYTES / 2)
                            .map(body -> Checked.ok(EventBodies.ofMade(event, 0, body)))
                            .orElseGet(() -> nothing("The transform leaves nothing of this event, or makes too much."));
        } catch (ExpressionException none) {
            return nothing("The transform is none: " + none.getMessage());
        }
    }

    private static Checked<EventBodies> nothing(String why) {
        return Checked.refused(Problem.field("/data", "transform_failed", why));
    }

    private static Delivery delivery(Subscription subscription, long position, Event event, EventBodies.Body body) {
        return new Delivery(
                Ids.delivery(event.time(), subscription.key(), TYPE, event.id(), 0),
                subscription.key(),
                position,
                Subscription.Ordering.NONE,
                new Delivery.Origin(
                        event.id(),
                        TYPE,
                        event.type(),
                        event.time(),
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        body.headers()),
                body.contentType(),
                body.bytes(),
                Delivery.Progress.first(event.time()),
                Delivery.Part.WHOLE);
    }

    private Event event(String id, String tenant, Instant now) {
        return new Event(
                tenant,
                TYPE,
                id,
                type,
                "/" + TYPE,
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(JSON),
                Map.of(),
                Map.of(),
                Payload.of(JsonText.bytes(data)));
    }

    private byte[] mandrill(Instant now) {
        ObjectNode event = JsonText.object().put("event", type).put("ts", now.getEpochSecond());
        String list = "[" + new String(JsonText.bytes(event.set("msg", data)), UTF_8) + "]";
        return ("mandrill_events=" + URLEncoder.encode(list, UTF_8)).getBytes(UTF_8);
    }
}
