package io.fanwire.schemas;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One event for one subscription: what is sent, and how far sending has come. Where it is sent to is read from the subscription at
 * attempt time, so that a repaired URL heals what already waits and no secret is copied.
 *
 * @param subscriptionPosition offset of the subscription record it was matched against
 * @param ordering of the subscription when it was matched
 * @param body exactly what is signed and sent
 * @param part which of what its transform made it is
 * @param progress the only part that changes while it walks the retry tiers
 */
public record Delivery(
        String id,
        SubscriptionKey subscription,
        long subscriptionPosition,
        Subscription.Ordering ordering,
        Origin origin,
        String contentType,
        Payload body,
        Progress progress,
        Part part) {

    /**
     * The event it comes from.
     *
     * @param topic without the installation's prefix
     * @param partition and {@code offset}: where the event's record lies
     * @param headers of the event, which every attempt carries
     */
    public record Origin(
            String eventId,
            String topic,
            String type,
            Instant time,
            int partition,
            long offset,
            Optional<String> key,
            Optional<String> traceparent,
            Map<String, String> headers) {
        public Origin {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * How far sending has come.
     *
     * @param attempts attempts made so far
     * @param due before this no attempt starts; {@link Instant#EPOCH}: at once
     * @param generation raised by every redrive
     * @param firstSeen when this generation was made; its age counts from here
     * @param sequence its place in the order of its subscription: where it first lay in the deliveries topic; empty until it is moved
     *     from there
     * @param ended whether this generation ended as a dead letter: then nobody goes on with it, wherever its bytes are written to
     */
    public record Progress(
            int attempts, Instant due, int generation, Instant firstSeen, OptionalLong sequence, boolean ended) {
        /** One that has not ended. */
        public Progress(int attempts, Instant due, int generation, Instant firstSeen, OptionalLong sequence) {
            this(attempts, due, generation, firstSeen, sequence, false);
        }

        /** One that was never moved. */
        public Progress(int attempts, Instant due, int generation, Instant firstSeen) {
            this(attempts, due, generation, firstSeen, OptionalLong.empty());
        }

        public static Progress first(Instant now) {
            return new Progress(0, Instant.EPOCH, 0, now);
        }

        /** Whether somebody asked for it again and it was not attempted since. */
        public boolean redriven() {
            return generation > 0 && attempts == 0;
        }

        /** After it stood still: that time does not make it older. */
        public Progress resumed(Duration stoodStill) {
            return new Progress(attempts, due, generation, firstSeen.plus(stoodStill), sequence, ended);
        }

        public Progress retryAt(Instant newDue) {
            return new Progress(attempts + 1, newDue, generation, firstSeen, sequence);
        }

        public Progress deferredTo(Instant newDue) {
            return new Progress(attempts, newDue, generation, firstSeen, sequence);
        }

        public Progress sequenced(long place) {
            return new Progress(attempts, due, generation, firstSeen, OptionalLong.of(place));
        }

        /** As it lies among the dead letters. */
        public Progress end() {
            return new Progress(attempts, due, generation, firstSeen, sequence, true);
        }

        /** The generation after this one. */
        public Progress next(Instant now) {
            return new Progress(0, Instant.EPOCH, generation + 1, now);
        }
    }

    /**
     * Which of what a transform made of its event it is.
     *
     * @param index from 0
     * @param unshaped why nothing could be made of it: the body is the event's data, and it is a dead letter unsent
     */
    public record Part(int index, Optional<String> unshaped) {
        /** All there is of an event. */
        public static final Part WHOLE = new Part(0, Optional.empty());
    }

    /** By what a receiver knows it, however often it comes: its event's id, and where a transform made several the index of all but the first. */
    public String messageId() {
        return Event.partId(origin.eventId(), part.index());
    }

    /**
     * What a record of the deliveries topic stands for: itself, unless somebody wrote a dead letter back. That is the beginning of the
     * next generation, under an id of its own, which names the place. So whoever writes it back, and however often, no other delivery of
     * this id and generation ends.
     *
     * @param partition and {@code offset}: where the record lies
     */
    public Delivery foundAt(int partition, long offset, Instant now) {
        if (!progress.ended()) {
            return this;
        }
        String first = id.substring(0, id.indexOf('.') < 0 ? id.length() : id.indexOf('.'));
        return new Delivery(
                first + "." + partition + "-" + offset,
                subscription,
                subscriptionPosition,
                ordering,
                origin,
                contentType,
                body,
                progress.next(now),
                part);
    }

    public Delivery with(Progress next) {
        return new Delivery(id, subscription, subscriptionPosition, ordering, origin, contentType, body, next, part);
    }
}
