package io.fanwire.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller is told.
 *
 * @param body JSON, or empty for none
 * @param problem what the body is about when it is problem details; the server adds the request id
 */
public record Answer(int status, Map<String, String> headers, Optional<ObjectNode> body, Optional<Problem> problem) {
    public Answer {
        headers = Map.copyOf(headers);
    }

    public static Answer json(int status, ObjectNode body) {
        return new Answer(status, Map.of(), Optional.of(body), Optional.empty());
    }

    public static Answer empty(int status) {
        return new Answer(status, Map.of(), Optional.empty(), Optional.empty());
    }

    public static Answer of(Problem problem) {
        return new Answer(problem.status(), problem.headers(), Optional.of(problem.json()), Optional.of(problem));
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body, problem);
    }

    byte[] bytes(String requestId) {
        return body.map(json -> problem.isPresent() ? json.put("requestId", requestId) : json)
                .map((JsonNode json) -> JsonText.bytes(json))
                .orElseGet(() -> new byte[0]);
    }

    String contentType() {
        return problem.isPresent() ? Problem.MEDIA_TYPE : "application/json";
    }
}
