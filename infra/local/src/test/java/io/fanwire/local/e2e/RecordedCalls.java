package io.fanwire.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Calls of the API whose answers are kept, headers and all. */
final class RecordedCalls {
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> answers = new ArrayList<>();
    private final String gateway;
    private final String key;

    RecordedCalls(String gateway, String key) {
        this.gateway = gateway;
        this.key = key;
    }

    /** Kept. */
    JsonNode call(String method, String path, ObjectNode body, int status) {
        String answer = send(method, gateway + path, body, status);
        answers.add(answer);
        return Json.parse(answer.substring(answer.indexOf('\n') + 1)).orElseGet(Json::object);
    }

    /** Not kept: an answer that is to show a secret, once. */
    JsonNode showing(String method, String path, ObjectNode body, int status) {
        JsonNode shown = call(method, path, body, status);
        answers.remove(answers.size() - 1);
        assertThat(shown.at("/signing/secret").asText()).isNotEmpty();
        return shown;
    }

    void get(String url) {
        answers.add(send("GET", url, Json.object(), 200));
    }

    String answers() {
        return String.join("\n", answers);
    }

    private String send(String method, String url, ObjectNode body, int status) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(Json.line(body)))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
            return response.headers().map() + "\n" + response.body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
