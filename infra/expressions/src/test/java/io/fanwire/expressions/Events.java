package io.fanwire.expressions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.schemas.Event;
import io.fanwire.schemas.Payload;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Events of which the data matters, and a little else. */
final class Events {
    private Events() {}

    static Event json(String data) {
        return of(Optional.of("application/json"), data);
    }

    static Event of(Optional<String> contentType, String data) {
        return new Event(
                "acme",
                "orders",
                "evt_1",
                "order.paid",
                "/shop",
                Instant.parse("2026-01-31T12:00:00Z"),
                Optional.of("k1"),
                Optional.empty(),
                Optional.empty(),
                contentType,
                Map.of("region", "eu", "channels", "b2b,eu"),
                Map.of("X-Env", "prod"),
                Payload.of(data.getBytes(UTF_8)));
    }
}
