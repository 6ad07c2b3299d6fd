package io.fanwire.router;

import io.fanwire.schemas.Access;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Selection;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Subscriptions and events where only a few parts matter. */
final class Samples {
    static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    private Samples() {}

    static Subscription subscription(String tenant, String id, String topic, String... types) {
        return subscription(tenant, id, Optional.of(topic), Subscription.Format.RAW, List.of(types));
    }

    static Subscription subscription(
            String tenant, String id, Optional<String> topic, Subscription.Format format, List<String> types) {
        return subscription(tenant, id, topic, format, Subscription.Ordering.NONE, types);
    }

    static Subscription subscription(
            String tenant,
            String id,
            Optional<String> topic,
            Subscription.Format format,
            Subscription.Ordering ordering,
            List<String> types) {
        return subscription(tenant, id, Selection.of(topic, types), format, ordering);
    }

    static Subscription subscription(
            String tenant, String id, Selection selection, Subscription.Format format, Subscription.Ordering ordering) {
        return subscription(tenant, id, selection, Subscription.Shape.of(format), ordering);
    }

    static Subscription subscription(String tenant, String id, Subscription.Shape shape) {
        return subscription(
                tenant, id, Selection.of(Optional.of("orders"), List.of()), shape, Subscription.Ordering.NONE);
    }

    private static Subscription subscription(
            String tenant, String id, Selection selection, Subscription.Shape shape, Subscription.Ordering ordering) {
        return new Subscription(
                new SubscriptionKey(tenant, id),
                selection,
                "https://hooks.example.com/in",
                Subscription.Method.POST,
                shape,
                new Subscription.Signing(Subscription.Signing.NONE, List.of()),
                Access.NONE,
                Subscription.Retry.DEFAULT,
                Duration.ofSeconds(15),
                32,
                Optional.empty(),
                ordering,
                Verification.NONE,
                true,
                Optional.empty(),
                Map.of(),
                TIME,
                TIME,
                Optional.empty());
    }

    static Event event(String tenant, String topic, String type) {
        return event(tenant, topic, type, Optional.empty(), new byte[0]);
    }

    static Event event(String tenant, String topic, String type, Optional<String> contentType, byte[] data) {
        return event(tenant, topic, type, contentType, Map.of(), data);
    }

    static Event event(
            String tenant,
            String topic,
            String type,
            Optional<String> contentType,
            Map<String, String> extensions,
            byte[] data) {
        return new Event(
                tenant,
                topic,
                "evt_1",
                type,
                "/test",
                TIME,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                contentType,
                extensions,
                Map.of(),
                Payload.of(data));
    }
}
