package io.fanwire.router;

import io.fanwire.expressions.EventView;
import io.fanwire.expressions.Transform.Made;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.EventBodies;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Subscription.Format;
import io.fanwire.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is sent of one event: each body is made once, however many subscriptions want it so. What a transform makes takes the place of the
 * data; where it came to a list, each element is sent for itself. Owned by one stream thread.
 */
final class Shaping {
    private final Event event;
    private final EventView view;
    private final Expressions<Made> transforms;
    private final EventBodies plain;
    private final Map<String, Transformed> transformed = new HashMap<>();

    /**
     * What is sent.
     *
     * @param unshaped why the transform made nothing, in which case this is the event's data
     */
    record Shaped(EventBodies.Body body, Optional<String> unshaped) {}

    /** What a transform came to. */
    private record Transformed(List<EventBodies> made, Optional<String> failure) {}

    Shaping(Event event, EventView view, Expressions<Made> transforms) {
        this.event = event;
        this.view = view;
        this.transforms = transforms;
        this.plain = new EventBodies(event);
    }

    /** None where the transform leaves nothing of the event, one, or one for each element. */
    List<Shaped> of(CompiledSubscription match) {
        if (match.transform().isEmpty()) {
            return List.of(new Shaped(plain.in(match.format()), Optional.empty()));
        }
        Transformed of = transformed.computeIfAbsent(match.transform().get(), this::transformed);
        return of.failure().map(why -> List.of(unshaped(why))).orElseGet(() -> of.made().stream()
                .map(bodies -> bodies.in(match.format()))
                .map(this::fitting)
                .toList());
    }

    private Transformed transformed(String text) {
        Made made = transforms.of(text, view);
        List<EventBodies> bodies = new ArrayList<>();
        for (Payload json : made.bodies()) {
            bodies.add(EventBodies.ofMade(event, bodies.size(), json));
        }
        return new Transformed(bodies, made.failure());
    }

    private Shaped fitting(EventBodies.Body body) {
        return body.bytes().size() > Topics.MAX_DELIVERY_BYTES
                ? unshaped("what was made takes more than " + Topics.MAX_DELIVERY_BYTES + " bytes")
                : new Shaped(body, Optional.empty());
    }

    private Shaped unshaped(String why) {
        return new Shaped(plain.in(Format.RAW), Optional.of(why));
    }
}
