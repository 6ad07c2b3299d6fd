package io.fanwire.router;

import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.Ids;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The event that deliveries are made of.
 *
 * @param recordTime of its record, milliseconds
 * @param at where its record lies
 * @param now when they are made, since their age counts from there
 */
record DeliveryOrigin(Event event, long recordTime, RecordMetadata at, Instant now) {
    /** The id depends on the event, the match and the index alone. */
    Delivery delivery(CompiledSubscription match, Shaping.Shaped shaped, int index) {
        return new Delivery(
                Ids.delivery(Instant.ofEpochMilli(recordTime), match.key(), event.topic(), event.id(), index),
                match.key(),
                match.position(),
                match.ordering(),
                new Delivery.Origin(
                        event.id(),
                        event.topic(),
                        event.type(),
                        event.time(),
                        at.partition(),
                        at.offset(),
                        event.key(),
                        event.traceparent(),
                        shaped.body().headers()),
                shaped.body().contentType(),
                shaped.body().bytes(),
                Delivery.Progress.first(now),
                new Delivery.Part(index, shaped.unshaped()));
    }
}
