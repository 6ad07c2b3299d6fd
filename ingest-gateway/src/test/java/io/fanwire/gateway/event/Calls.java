package io.fanwire.gateway.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Caller;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Scope;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.Payload;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Calls as the server would make them, and what the event readers make of them. */
final class Calls {
    static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    static final EventLimits LIMITS = new EventLimits(262_144, 1 << 20, 8 << 20, 3);

    private static final EventReader READER = new EventReader(LIMITS, () -> NOW);

    private Calls() {}

    static Call call(String contentType, byte[] body, Map<String, String> headers) {
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        all.put("content-type", List.of(contentType));
        return new Call(
                new Caller("key_1", Optional.of("acme"), Set.of(Scope.EVENTS_WRITE)),
                "acme",
                Map.of("topic", "orders"),
                Map.of(),
                all,
                Payload.of(body),
                1 << 20,
                more -> true,
                () -> false);
    }

    static Checked<Event> one(String contentType, String body) {
        return READER.one(call(contentType, body.getBytes(UTF_8), Map.of()), "orders")
                .map(Sent::event);
    }

    static Checked<Event> one(String contentType, byte[] body, Map<String, String> headers) {
        return READER.one(call(contentType, body, headers), "orders").map(Sent::event);
    }

    static Checked<List<Checked<Event>>> batch(String contentType, String body) {
        return READER.batch(call(contentType, body.getBytes(UTF_8), Map.of()), "orders")
                .map(items -> items.stream().map(item -> item.map(Sent::event)).toList());
    }

    static <T> T accepted(Checked<T> checked) {
        return checked.fold(value -> value, problem -> {
            throw new AssertionError(problem.toString());
        });
    }

    static Problem refused(Checked<?> checked) {
        return checked.fold(
                value -> {
                    throw new AssertionError("accepted: " + value);
                },
                problem -> problem);
    }
}
