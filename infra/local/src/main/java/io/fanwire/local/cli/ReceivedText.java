package io.fanwire.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import io.fanwire.local.receiver.Received;
import io.fanwire.local.receiver.Signature;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/** A received request as a line for people or for a script. */
final class ReceivedText {
    private static final int WIDTH = 160;

    private ReceivedText() {}

    static String line(Received received) {
        String mark =
                switch (received.signature()) {
                    case VERIFIED -> "✓ verified";
                    case BAD -> "✗ BAD SIGNATURE";
                    case NOT_CHECKED -> "· not checked";
                };
        String status = received.status().map(String::valueOf).orElse("dropped");
        return received.at().truncatedTo(ChronoUnit.MILLIS) + "  " + mark + "  " + Terminal.plain(received.eventId())
                + "  attempt "
                + Terminal.plain(received.header("fanwire-attempt").orElse("?")) + " → " + status + "  "
                + Terminal.cut(Terminal.plain(new String(received.body(), UTF_8)), WIDTH);
    }

    static String json(Received received) {
        ObjectNode json = Json.object()
                .put("at", received.at().toString())
                .put("id", received.eventId())
                .put("attempt", received.header("fanwire-attempt").orElse(""))
                .put("subscription", received.header("fanwire-subscription").orElse(""))
                .put("contentType", received.header("content-type").orElse(""))
                .put("signature", received.signature().name().toLowerCase(java.util.Locale.ROOT))
                .put("verified", received.signature() == Signature.VERIFIED)
                .put("bodyBase64", Base64.getEncoder().encodeToString(received.body()));
        received.status().ifPresent(code -> json.put("status", code));
        Json.parse(new String(received.body(), UTF_8)).ifPresent(body -> json.set("body", body));
        return Json.line(json);
    }
}
