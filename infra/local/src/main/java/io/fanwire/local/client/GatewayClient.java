package io.fanwire.local.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import io.fanwire.local.LocalException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls a gateway with a key. Thread-safe. */
public final class GatewayClient {
    private static final String JSON = "application/json";
    private static final String KEYS = "/v1/keys";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String url;
    private final String key;
    private final Optional<String> tenant;

    public GatewayClient(String url, String key) {
        this(url, key, Optional.empty());
    }

    private GatewayClient(String url, String key, Optional<String> tenant) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.key = key;
        this.tenant = tenant;
    }

    /** The same gateway and platform key, acting for a tenant. */
    public GatewayClient actingFor(String other) {
        return new GatewayClient(url, key, Optional.of(other));
    }

    /** What the gateway said. */
    public record Answer(int status, JsonNode body) {
        public boolean ok() {
            return status / 100 == 2;
        }

        /** Later may help: the gateway is busy or its broker is away. */
        public boolean temporary() {
            return status == 429 || status == 503;
        }

        String problem() {
            String detail = body.path("detail").asText();
            String title = body.path("title").asText("status " + status);
            return detail.isEmpty() || detail.equals(title) ? title : title + ": " + detail;
        }
    }

    /** Makes an event topic, or finds it there. */
    public JsonNode putTopic(String topic, int partitions) {
        return orFail("PUT", "/v1/topics/" + segment(topic), Json.object().put("partitions", partitions));
    }

    /** As above, for these tenants only. */
    public JsonNode putTopic(String topic, int partitions, List<String> tenants) {
        ObjectNode wish = Json.object().put("partitions", partitions);
        return orFail("PUT", "/v1/topics/" + segment(topic), wish.set("tenants", Json.tree(tenants)));
    }

    /** Publishes the bytes of one request as they are: an event, a batch, a CloudEvent. */
    public Answer publish(String topic, boolean batch, Map<String, String> headers, byte[] body) {
        return send("POST", "/v1/topics/" + segment(topic) + "/events" + (batch ? ":batch" : ""), headers, body);
    }

    /** Makes a subscription; the answer shows its secret once. */
    public JsonNode subscribe(ObjectNode subscription) {
        return orFail("POST", "/v1/subscriptions", subscription);
    }

    /** Makes or replaces the subscription of this id. */
    public JsonNode putSubscription(String id, ObjectNode subscription) {
        return orFail("PUT", "/v1/subscriptions/" + segment(id), subscription);
    }

    public JsonNode subscription(String id) {
        return orFail("GET", "/v1/subscriptions/" + segment(id));
    }

    /** One of the verbs behind the colon: enable, disable, rotate-secret. */
    public JsonNode act(String id, String verb) {
        return act(id, verb, Json.object());
    }

    public JsonNode act(String id, String verb, ObjectNode body) {
        return orFail("POST", "/v1/subscriptions/" + segment(id) + ":" + verb, body);
    }

    public void deleteSubscription(String id) {
        Answer answer = send("DELETE", "/v1/subscriptions/" + segment(id), Map.of(), new byte[0]);
        if (!answer.ok()) {
            throw refused("DELETE", "/v1/subscriptions/" + id, answer);
        }
    }

    /** Tries a filter, on an event or on what was published. */
    public JsonNode testFilter(ObjectNode wish) {
        return orFail("POST", "/v1/filters:test", wish);
    }

    /** Dead letters, a page of them; {@code query} starts with a question mark, or is empty. */
    public JsonNode deadLetters(String query) {
        return orFail("GET", "/v1/dlq" + query);
    }

    /** Asks for dead letters to be put back: a job, or with {@code dryRun} a count. */
    public JsonNode redrive(ObjectNode wish) {
        return orFail("POST", "/v1/dlq:redrive", wish);
    }

    /** Jobs, a page of them. */
    public JsonNode jobs(String query) {
        return orFail("GET", "/v1/jobs" + query);
    }

    public JsonNode job(String id) {
        return orFail("GET", "/v1/jobs/" + segment(id));
    }

    public JsonNode cancelJob(String id) {
        return orFail("POST", "/v1/jobs/" + segment(id) + ":cancel");
    }

    /** Makes a key; the answer shows it once. */
    public JsonNode createKey(ObjectNode wish) {
        return orFail("POST", KEYS, wish);
    }

    /** Keys, a page of them. */
    public JsonNode keys(String query) {
        return orFail("GET", KEYS + query);
    }

    public void deleteKey(String id) {
        orFail("DELETE", KEYS + "/" + segment(id));
    }

    private JsonNode orFail(String method, String path) {
        Answer answer = send(method, path, Map.of(), new byte[0]);
        if (!answer.ok()) {
            throw refused(method, path, answer);
        }
        return answer.body();
    }

    private JsonNode orFail(String method, String path, JsonNode body) {
        Answer answer =
                send(method, path, Map.of("content-type", JSON), Json.line(body).getBytes(UTF_8));
        if (!answer.ok()) {
            throw refused(method, path, answer);
        }
        return answer.body();
    }

    /** The failure that a refusing answer is for a user. */
    public static LocalException refused(String method, String path, Answer answer) {
        String remedy =
                switch (answer.status()) {
                    case 401 ->
                        "give the platform key with --api-key or FANWIRE_KEY; local mode keeps it in its data folder";
                    case 403 -> "use a key with the scope that is named";
                    case 404 -> whereToLook(path);
                    case 429, 503 -> "try again in a moment";
                    default -> details(answer);
                };
        return new LocalException(method + " " + path + " was refused: " + answer.problem(), remedy);
    }

    private static String whereToLook(String path) {
        if (path.startsWith("/v1/jobs/")) {
            return "jobs that ended are forgotten some day; list them with: fanwire dlq jobs";
        }
        return path.startsWith(KEYS)
                ? "list the keys there are with: fanwire keys ls"
                : "check the name; a topic is made by PUT /v1/topics/{topic}, or publish with --create";
    }

    /** Which members of the body the gateway names; the first one's detail is told already. */
    private static String details(Answer answer) {
        List<String> pointers = answer.body().path("errors").findValuesAsText("pointer");
        return pointers.isEmpty() ? "put right what the gateway names" : "put right " + String.join(", ", pointers);
    }

    private Answer send(String method, String path, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(15))
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body))
                .header("authorization", "Bearer " + key);
        tenant.ifPresent(name -> request.header("fanwire-tenant", name));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
            return new Answer(response.statusCode(), Json.parse(response.body()).orElseGet(Json::object));
        } catch (IOException e) {
            throw new LocalException(
                    "no gateway answers on " + url + reason(e),
                    "start one with: fanwire up   or name another with --gateway URL",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalException("interrupted while waiting for " + url, "try again", e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? "" : ": " + e.getMessage();
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
