package io.fanwire.router;

import io.fanwire.expressions.EventView;
import io.fanwire.expressions.Transform.Made;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.EventBodies;
import io.fanwire.schemas.EventBodies.Body;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Subscription.Format;
import io.fanwire.schemas.Topics;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is sent of one event. Subscriptions with the same transform come one after another, so that each is run once and what it made is
 * forgotten before the next one is; what it made takes the place of the data, and where that is a list each element is sent for itself. All
 * that transforms make of one event is bounded, as it is written in one transaction. Owned by one stream thread.
 */
final class Shaping {
    /** Deliveries beyond the one of each subscription. */
    private static final int MOST_MORE = 10_000;

    private static final long MOST_BYTES = 64L * 1024 * 1024;

    private final Event event;
    private final EventView view;
    private final Expressions<Made> transforms;
    private final EventBodies plain;
    private Optional<Transformed> last = Optional.empty();
    private int more;
    private long bytes;

    /**
     * What is sent.
     *
     * @param unshaped why the transform made nothing, in which case this is the event's data
     */
    record Shaped(Body body, Optional<String> unshaped) {}

    /** What a transform came to. */
    private record Transformed(String text, List<EventBodies> made, Optional<String> failure) {}

    Shaping(Event event, EventView view, Expressions<Made> transforms) {
        this.event = event;
        this.view = view;
        this.transforms = transforms;
        this.plain = new EventBodies(event);
    }

    /** The order in which {@link #of} is to be asked. */
    static Collection<CompiledSubscription> ordered(Collection<CompiledSubscription> matches) {
        return matches.stream().allMatch(match -> match.transform().isEmpty())
                ? matches
                : matches.stream()
                        .sorted(Comparator.comparing(match -> match.transform().orElse("")))
                        .toList();
    }

    /** None where the transform leaves nothing of the event, one, or one for each element. */
    List<Shaped> of(CompiledSubscription match) {
        if (match.transform().isEmpty()) {
            return List.of(new Shaped(plain.in(match.format()), Optional.empty()));
        }
        String text = match.transform().get();
        Transformed made = last.filter(same -> same.text().equals(text)).orElseGet(() -> transformed(text));
        last = Optional.of(made);
        return made.failure().map(why -> List.of(unshaped(why))).orElseGet(() -> shaped(made, match.format()));
    }

    /** What cannot be sent as it was made. */
    Shaped unshaped(String why) {
        return new Shaped(plain.in(Format.RAW), Optional.of(why));
    }

    private Transformed transformed(String text) {
        Made made = transforms.of(text, view);
        List<EventBodies> bodies = new ArrayList<>();
        for (Payload json : made.bodies()) {
            bodies.add(EventBodies.ofMade(event, bodies.size(), json));
        }
        return new Transformed(text, bodies, made.failure());
    }

    private List<Shaped> shaped(Transformed made, Format format) {
        int further = Math.max(0, made.made().size() - 1);
        if (more + further > MOST_MORE) {
            return List.of(unshaped("transforms make more than " + MOST_MORE + " further deliveries of this event"));
        }
        List<Shaped> shaped = new ArrayList<>();
        long size = bytes;
        for (EventBodies bodies : made.made()) {
            Body body;
            try {
                body = bodies.in(format);
            } catch (UncheckedIOException unfit) {
                return List.of(unshaped("what was made cannot be written as " + format.text()));
            }
            size += body.bytes().size();
            if (size > MOST_BYTES) {
                return List.of(unshaped("transforms make more than " + MOST_BYTES + " bytes of this event"));
            }
            shaped.add(new Shaped(body, Optional.empty()));
        }
        more += further;
        bytes = size;
        return shaped;
    }

    /** Why a delivery of what was made cannot be written. */
    static String tooLarge() {
        return "what was made takes more than " + Topics.MAX_DELIVERY_BYTES + " bytes as a delivery";
    }
}
