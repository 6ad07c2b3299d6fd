package io.fanwire.bench.inner;

import io.fanwire.schemas.Access;
import io.fanwire.schemas.Delivery;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is measured on: an order of about 1 KB, its event and delivery, and a subscription to it. */
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    public static final SubscriptionKey KEY = new SubscriptionKey("acme", "sub_0a1b2c3d4e5f");

    /** JSON. */
    public static final Payload ORDER = Payload.utf8(order());

    private static final Subscription.Signing UNSIGNED = new Subscription.Signing(Subscription.Signing.NONE, List.of());

    private Samples() {}

    private static String order() {
        return IntStream.range(0, 12)
                .mapToObj(n -> "{\"sku\":\"sku-%05d\",\"name\":\"Article %d\",\"quantity\":%d,\"price\":%d.95}"
                        .formatted(n * 7919, n, n % 3 + 1, n * 10 + 4))
                .collect(Collectors.joining(
                        ",",
                        "{\"id\":\"order-4711\",\"amount\":129.9,\"currency\":\"EUR\",\"customer\":{\"id\":\"customer-7\","
                                + "\"country\":\"DE\",\"tags\":[\"new\",\"b2b\"]},\"items\":[",
                        "],\"paid\":true}"));
    }

    public static Event event() {
        return new Event(
                KEY.tenant(),
                "orders",
                "evt_0a1b2c3d4e5f",
                "order.paid",
                "/shop",
                NOW,
                Optional.of("customer-7"),
                Optional.empty(),
                Optional.empty(),
                Optional.of("application/json"),
                Map.of("region", "eu"),
                Map.of(),
                ORDER);
    }

    /** One without order, that is due at once and was never tried. */
    public static Delivery delivery() {
        return delivery(KEY, Subscription.Ordering.NONE, "customer-7", NOW);
    }

    /** The same of another subscription, key and time. */
    public static Delivery delivery(
            SubscriptionKey subscription, Subscription.Ordering ordering, String key, Instant made) {
        return new Delivery(
                "dlv_0a1b2c3d4e5f",
                subscription,
                17,
                ordering,
                new Delivery.Origin(
                        "evt_0a1b2c3d4e5f",
                        "orders",
                        "order.paid",
                        NOW,
                        3,
                        42,
                        Optional.of(key),
                        Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
                        Map.of()),
                "application/json",
                ORDER,
                Delivery.Progress.first(made),
                Delivery.Part.WHOLE);
    }

    /** To all orders, unsigned. */
    public static Subscription subscription(SubscriptionKey key) {
        return subscription(key, List.of(), UNSIGNED);
    }

    /** To orders of some types. */
    public static Subscription subscription(SubscriptionKey key, List<String> types) {
        return subscription(key, types, UNSIGNED);
    }

    /** To all orders, signed. */
    public static Subscription subscription(SubscriptionKey key, Subscription.Signing signing) {
        return subscription(key, List.of(), signing);
    }

    private static Subscription subscription(SubscriptionKey key, List<String> types, Subscription.Signing signing) {
        return new Subscription(
                key,
                Selection.of(Optional.of("orders"), types),
                "https://hooks.example.com/in?shop=1",
                Subscription.Method.POST,
                Subscription.Shape.of(Subscription.Format.RAW),
                signing,
                Access.NONE,
                Subscription.Retry.DEFAULT,
                Duration.ofSeconds(15),
                32,
                Optional.empty(),
                Subscription.Ordering.NONE,
                Verification.NONE,
                true,
                Optional.empty(),
                Map.of(),
                NOW,
                NOW,
                Optional.empty());
    }
}
