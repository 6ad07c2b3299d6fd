package io.fanwire.schemas;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** {@link Attempt} to and from its Avro class. */
final class AttemptMapping {
    private AttemptMapping() {}

    static io.fanwire.avro.Attempt toAvro(Attempt attempt) {
        return new io.fanwire.avro.Attempt(
                attempt.deliveryId(),
                attempt.subscription().tenant(),
                attempt.subscription().id(),
                attempt.eventId(),
                attempt.topic(),
                attempt.type(),
                attempt.generation(),
                attempt.number(),
                attempt.state().text(),
                attempt.outcome().orElse(null),
                attempt.reason().orElse(null),
                attempt.status().orElse(null),
                attempt.message().orElse(null),
                attempt.at().toEpochMilli(),
                attempt.took().toMillis(),
                attempt.next().map(Instant::toEpochMilli).orElse(null));
    }

    static Attempt fromAvro(io.fanwire.avro.Attempt avro) {
        return new Attempt(
                avro.getDeliveryId(),
                new SubscriptionKey(avro.getTenant(), avro.getSubscriptionId()),
                avro.getEventId(),
                avro.getEventTopic(),
                avro.getEventType(),
                avro.getGeneration(),
                avro.getAttempt(),
                Attempt.State.parse(avro.getState()),
                Optional.ofNullable(avro.getOutcome()),
                Optional.ofNullable(avro.getReason()),
                Optional.ofNullable(avro.getStatus()),
                Optional.ofNullable(avro.getMessage()),
                Instant.ofEpochMilli(avro.getAt()),
                Duration.ofMillis(avro.getMillis()),
                Optional.ofNullable(avro.getNext()).map(Instant::ofEpochMilli));
    }
}
