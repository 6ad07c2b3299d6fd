package io.fanwire.local.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The demo's orders: the same ids, types and amounts in every run. */
final class DemoEvents {
    private static final List<String> TYPES =
            List.of("order.created", "order.paid", "order.shipped", "order.delivered", "order.cancelled");

    private final Random random = new Random(42);
    private int made;

    /** The next events, as of now. */
    List<ObjectNode> next(int count, Instant now) {
        List<ObjectNode> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made++;
            ObjectNode event = Json.object()
                    .put("id", String.format(Locale.ROOT, "order-event-%06d", made))
                    .put("type", TYPES.get(made % TYPES.size()))
                    .put("time", now.toString())
                    .put("key", "customer-" + made % 50);
            event.putObject("data")
                    .put("orderId", "o-" + (1 + made / TYPES.size()))
                    .put("customer", "customer-" + made % 50)
                    .put("amount", random.nextInt(100, 100_000) / 100.0)
                    .put("currency", "EUR");
            events.add(event);
        }
        return events;
    }
}
