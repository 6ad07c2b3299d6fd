package io.fanwire.schemas;

import java.time.Instant;
import java.util.Optional;

/**
 * One event for one subscription: what is sent, and how far sending has come. Where it is sent to is read from the subscription at
 * attempt time, so that a repaired URL heals what already waits and no secret is copied.
 *
 * @param subscriptionPosition offset of the subscription record it was matched against
 * @param body exactly what is signed and sent
 * @param progress the only part that changes while it walks the retry tiers
 */
public record Delivery(
        String id,
        SubscriptionKey subscription,
        long subscriptionPosition,
        Origin origin,
        String contentType,
        Payload body,
        Progress progress) {

    /**
     * The event it comes from.
     *
     * @param topic without the installation's prefix
     * @param partition and {@code offset}: where the event's record lies
     */
    public record Origin(
            String eventId,
            String topic,
            String type,
            Instant time,
            int partition,
            long offset,
            Optional<String> key,
            Optional<String> traceparent) {}

    /**
     * How far sending has come.
     *
     * @param attempts attempts made so far
     * @param due before this no attempt starts; {@link Instant#EPOCH}: at once
     * @param generation raised by every redrive
     * @param firstSeen when this generation was made; its age counts from here
     */
    public record Progress(int attempts, Instant due, int generation, Instant firstSeen) {
        public static Progress first(Instant now) {
            return new Progress(0, Instant.EPOCH, 0, now);
        }

        public Progress retryAt(Instant newDue) {
            return new Progress(attempts + 1, newDue, generation, firstSeen);
        }

        public Progress deferredTo(Instant newDue) {
            return new Progress(attempts, newDue, generation, firstSeen);
        }
    }

    public Delivery with(Progress next) {
        return new Delivery(id, subscription, subscriptionPosition, origin, contentType, body, next);
    }
}
