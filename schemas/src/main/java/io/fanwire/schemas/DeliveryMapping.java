package io.fanwire.schemas;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** {@link Delivery} to and from its Avro class, with the bounds that a forged record must not pass (rule R11). */
final class DeliveryMapping {
    /** No schedule has more delays, so no honest record has more attempts. */
    static final int MAX_ATTEMPTS = 100;

    private DeliveryMapping() {}

    static io.fanwire.avro.Delivery toAvro(Delivery delivery) {
        Delivery.Origin origin = delivery.origin();
        Delivery.Progress progress = delivery.progress();
        return new io.fanwire.avro.Delivery(
                delivery.id(),
                delivery.subscription().tenant(),
                delivery.subscription().id(),
                delivery.subscriptionPosition(),
                origin.eventId(),
                origin.topic(),
                origin.type(),
                origin.time().toEpochMilli(),
                origin.partition(),
                origin.offset(),
                origin.key().orElse(null),
                delivery.ordering().text(),
                origin.traceparent().orElse(null),
                origin.headers(),
                delivery.contentType(),
                java.nio.ByteBuffer.wrap(delivery.body().bytes()),
                delivery.body().crc(),
                progress.attempts(),
                progress.due().toEpochMilli(),
                progress.generation(),
                progress.firstSeen().toEpochMilli(),
                progress.sequence().isPresent() ? progress.sequence().getAsLong() : null,
                progress.ended(),
                delivery.part().index(),
                delivery.part().unshaped().orElse(null));
    }

    static Delivery fromAvro(io.fanwire.avro.Delivery avro) {
        Payload body = Payload.copyOf(avro.getBody());
        requireWhole(body, avro.getCrc());
        requireBounds(avro.getAttempt(), avro.getGeneration());
        return new Delivery(
                avro.getId(),
                new SubscriptionKey(avro.getTenant(), avro.getSubscriptionId()),
                avro.getSubscriptionPosition(),
                ordering(avro.getOrdering()),
                new Delivery.Origin(
                        avro.getEventId(),
                        avro.getEventTopic(),
                        avro.getEventType(),
                        Instant.ofEpochMilli(avro.getEventTime()),
                        avro.getEventPartition(),
                        avro.getEventOffset(),
                        Optional.ofNullable(avro.getOrderingKey()),
                        Optional.ofNullable(avro.getTraceparent()),
                        avro.getHeaders()),
                avro.getContentType(),
                body,
                new Delivery.Progress(
                        avro.getAttempt(),
                        Instant.ofEpochMilli(avro.getDue()),
                        avro.getGeneration(),
                        Instant.ofEpochMilli(avro.getFirstSeen()),
                        sequence(avro),
                        avro.getEnded()),
                new Delivery.Part(avro.getPart(), Optional.ofNullable(avro.getUnshaped())));
    }

    static void requireWhole(Payload body, int crc) {
        if (body.crc() != crc) {
            throw new UnreadableRecordException("the body does not fit its checksum");
        }
    }

    static void requireBounds(int attempts, int generation) {
        if (attempts < 0 || attempts > MAX_ATTEMPTS || generation < 0) {
            throw new UnreadableRecordException(
                    "attempt " + attempts + " of generation " + generation + " is out of bounds");
        }
    }

    static Subscription.Ordering ordering(String text) {
        return Subscription.Ordering.parse(text)
                .orElseThrow(() -> new UnreadableRecordException("unknown ordering " + text));
    }

    private static OptionalLong sequence(io.fanwire.avro.Delivery avro) {
        return avro.getSequence() == null ? OptionalLong.empty() : OptionalLong.of(avro.getSequence());
    }
}
