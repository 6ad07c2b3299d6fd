package io.fanwire.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Where a running local platform listens, and the key that opens it: kept in its data folder while it runs. */
public record Endpoints(String gateway, String ops, String kafka, String registry, long pid, String key) {

    /** The line that tells a script that everything serves. */
    public String readyLine() {
        return "ready " + Json.line(addresses());
    }

    /** The content of the endpoints file. */
    public String toJson() {
        return Json.line(addresses().put("key", key));
    }

    /** Reads {@link #toJson()}; empty when it is something else. */
    public static Optional<Endpoints> fromJson(String text) {
        return Json.parse(text)
                .filter(json -> json.path("gateway").isTextual()
                        && json.path("kafka").isTextual()
                        && json.path("registry").isTextual())
                .map(Endpoints::of);
    }

    private static Endpoints of(JsonNode json) {
        return new Endpoints(
                json.path("gateway").asText(),
                json.path("ops").asText(),
                json.path("kafka").asText(),
                json.path("registry").asText(),
                json.path("pid").asLong(),
                json.path("key").asText());
    }

    /** Whether the process that wrote this still runs. */
    public boolean alive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private ObjectNode addresses() {
        return Json.object()
                .put("gateway", gateway)
                .put("ops", ops)
                .put("kafka", kafka)
                .put("registry", registry)
                .put("pid", pid);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return Json.line(addresses());
    }
}
