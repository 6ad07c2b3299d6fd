package io.fanwire.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.schemas.Payload;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller is told.
 *
 * @param body JSON, or empty for none
 * @param problem what the body is about when it is problem details; the server adds the request id
 * @param content a body of another kind
 */
public record Answer(
        int status,
        Map<String, String> headers,
        Optional<ObjectNode> body,
        Optional<Problem> problem,
        Optional<Content> content) {
    public Answer {
        headers = Map.copyOf(headers);
    }

    /** A body that is no JSON of the API's. */
    public record Content(String mediaType, Payload bytes) {}

    public static Answer json(int status, ObjectNode body) {
        return new Answer(status, Map.of(), Optional.of(body), Optional.empty(), Optional.empty());
    }

    public static Answer empty(int status) {
        return new Answer(status, Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Answer content(String mediaType, Payload bytes) {
        return new Answer(
                200, Map.of(), Optional.empty(), Optional.empty(), Optional.of(new Content(mediaType, bytes)));
    }

    public static Answer of(Problem problem) {
        return new Answer(
                problem.status(),
                problem.headers(),
                Optional.of(problem.json()),
                Optional.of(problem),
                Optional.empty());
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body, problem, content);
    }

    byte[] bytes(String requestId) {
        return body.map(json -> problem.isPresent() ? json.put("requestId", requestId) : json)
                .map((JsonNode json) -> JsonText.bytes(json))
                .orElseGet(() -> content.map(file -> file.bytes().bytes()).orElseGet(() -> new byte[0]));
    }

    String contentType() {
        return content.map(Content::mediaType).orElse(problem.isPresent() ? Problem.MEDIA_TYPE : "application/json");
    }
}
