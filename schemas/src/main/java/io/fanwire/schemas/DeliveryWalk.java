package io.fanwire.schemas;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads a delivery by hand, field after field of {@code Delivery.avsc}: every delivery passes here, and the generated code takes three
 * times as long. {@link DeliveryMapping} says what is in bounds; a test holds both to the same outcome. Not thread-safe.
 */
final class DeliveryWalk implements Walk<Delivery> {
    private final Texts texts = new Texts();

    @Override
    public Delivery read(byte[] bytes, int from) {
        AvroCursor next = new AvroCursor(bytes, from, texts);
        String id = next.nextText();
        SubscriptionKey subscription = new SubscriptionKey(next.nextUsualText(), next.nextUsualText());
        long position = next.nextLong();
        String eventId = next.nextText();
        String topic = next.nextUsualText();
        String type = next.nextUsualText();
        Instant time = Instant.ofEpochMilli(next.nextLong());
        int partition = next.nextInt();
        long offset = next.nextLong();
        Optional<String> key = text(next);
        String ordering = next.nextUsualText();
        Optional<String> traceparent = text(next);
        Map<String, String> headers = next.nextTexts();
        String contentType = next.nextUsualText();
        Payload body = Payload.of(next.nextBytes());
        DeliveryMapping.requireWhole(body, next.nextInt());
        Delivery.Progress progress = progress(next);
        Delivery.Part part = new Delivery.Part(next.nextInt(), text(next));
        if (!next.atEnd()) {
            throw new IllegalArgumentException("more than a record");
        }
        return new Delivery(
                id,
                subscription,
                position,
                DeliveryMapping.ordering(ordering),
                new Delivery.Origin(eventId, topic, type, time, partition, offset, key, traceparent, headers),
                contentType,
                body,
                progress,
                part);
    }

    private static Delivery.Progress progress(AvroCursor next) {
        int attempts = next.nextInt();
        Instant due = Instant.ofEpochMilli(next.nextLong());
        int generation = next.nextInt();
        DeliveryMapping.requireBounds(attempts, generation);
        Instant firstSeen = Instant.ofEpochMilli(next.nextLong());
        OptionalLong sequence = next.nextIsThere() ? OptionalLong.of(next.nextLong()) : OptionalLong.empty();
        return new Delivery.Progress(attempts, due, generation, firstSeen, sequence, next.nextBoolean());
    }

    private static Optional<String> text(AvroCursor next) {
        return next.nextIsThere() ? Optional.of(next.nextText()) : Optional.empty();
    }
}
