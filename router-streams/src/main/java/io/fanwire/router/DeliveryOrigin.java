package io.fanwire.router;

import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.Ids;
import java.time.Instant;

/**
 * The event that deliveries are made of.
 *
 * @param place where its record lies
 * @param now when they are made, since their age counts from there
 */
record DeliveryOrigin(Event event, EventPlace place, Instant now) {
    /** The id depends on the event, the match and the index alone. */
    Delivery delivery(CompiledSubscription match, Shaping.Shaped shaped, int index) {
        return new Delivery(
                Ids.delivery(Instant.ofEpochMilli(place.time()), match.key(), event.topic(), event.id(), index),
                match.key(),
                match.position(),
                match.ordering(),
                new Delivery.Origin(
                        event.id(),
                        event.topic(),
                        event.type(),
                        event.time(),
                        place.partition(),
                        place.offset(),
                        event.key(),
                        event.traceparent(),
                        shaped.body().headers()),
                shaped.body().contentType(),
                shaped.body().bytes(),
                Delivery.Progress.first(now),
                new Delivery.Part(index, shaped.unshaped()));
    }
}
