package io.fanwire.local.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import io.fanwire.local.Termination;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Publishes batches of events, again while the gateway asks for patience. */
public final class Publisher {
    private static final int ATTEMPTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final GatewayClient gateway;
    private final String topic;
    private final Termination termination;

    public Publisher(GatewayClient gateway, String topic, Termination termination) {
        this.gateway = gateway;
        this.topic = topic;
        this.termination = termination;
    }

    /** The ids that were accepted. Fails when any event is refused. */
    public List<String> publish(List<ObjectNode> events) {
        byte[] body = Json.line(events).getBytes(UTF_8);
        for (int attempt = 1; ; attempt++) {
            GatewayClient.Answer answer =
                    gateway.publish(topic, true, Map.of("content-type", "application/json"), body);
            if (answer.status() == 202) {
                return ids(answer.body());
            }
            if (!answer.temporary() || attempt == ATTEMPTS || termination.await(PAUSE)) {
                throw GatewayClient.refused("POST", "/v1/topics/" + topic + "/events:batch", answer);
            }
        }
    }

    private static List<String> ids(JsonNode body) {
        return body.path("results").findValuesAsText("id");
    }
}
