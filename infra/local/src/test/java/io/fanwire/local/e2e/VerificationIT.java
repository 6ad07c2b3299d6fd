package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fanwire.local.Json;
import io.fanwire.local.receiver.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callbacks that are asked by a dispatcher before a gateway saves their subscriptions, and signatures that vendors' receivers take. */
class VerificationIT extends OnAPlatform {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SECRET = "It's a Secret to Everybody";

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile boolean consents = true;
    private HttpServer server;

    @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
    private record Request(String method, Map<String, List<String>> headers, byte[] body) {
        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }

        JsonNode json() {
            return Json.parse(new String(body, UTF_8)).orElseThrow();
        }
    }

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void hangUp() {
        server.stop(0);
    }

    /** A receiver as it might be: it repeats challenges, and allows a rate, if it consents at all. */
    private void handle(HttpExchange exchange) throws IOException {
        Request request = new Request(
                exchange.getRequestMethod(),
                Map.copyOf(exchange.getRequestHeaders()),
                exchange.getRequestBody().readAllBytes());
        requests.add(request);
        if (consents && request.method().equals("OPTIONS")) {
            exchange.getResponseHeaders().set("WebHook-Allowed-Origin", request.header("Webhook-request-origin"));
            exchange.getResponseHeaders().set("WebHook-Allowed-Rate", "120");
        }
        boolean json = consents && request.method().equals("POST");
        byte[] body = json ? request.json().path("challenge").asText("ok").getBytes(UTF_8) : "?".getBytes(UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private HttpResponse<String> put(String id, String how, String more) throws Exception {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/in";
        String body = "{\"topic\":\"" + TOPIC + "\",\"url\":\"" + url + "\",\"verification\":\"" + how
                + "\",\"signing\":{\"style\":\"github\",\"secret\":\"" + SECRET + "\"}" + more + "}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(platform.url() + "/v1/subscriptions/" + id))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + TestPlatform.KEY)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Json.parse(response.body()).orElseThrow();
    }

    @Test
    void whoAgreesIsSubscribedAndGetsEvents() throws Exception {
        HttpResponse<String> ping = put("a", "ping", "");
        HttpResponse<String> challenge = put("b", "challenge", "");
        HttpResponse<String> cloudevents = put("c", "cloudevents", "");

        assertThat(List.of(ping.statusCode(), challenge.statusCode(), cloudevents.statusCode()))
                .as(ping.body() + challenge.body() + cloudevents.body())
                .containsOnly(201);
        assertThat(requests).extracting(Request::method).containsExactly("POST", "POST", "OPTIONS");
        assertThat(requests.get(0).header("X-github-event")).isEqualTo("ping");
        assertThat(signedAsGithubDoes(requests.get(0))).isTrue();
        assertThat(signedAsGithubDoes(requests.get(1))).isTrue();
        assertThat(json(cloudevents).path("rateLimit")).hasToString("{\"count\":120,\"per\":\"1m\"}");

        client.publish(
                TOPIC,
                false,
                Map.of("content-type", "application/json"),
                "{\"type\":\"order.created\",\"data\":1}".getBytes(UTF_8));

        await().atMost(PATIENCE).until(() -> requests.size() == 6);
        List<Request> events = requests.subList(3, 6);
        assertThat(events).allMatch(VerificationIT::signedAsGithubDoes);
        assertThat(events).extracting(event -> event.header("X-github-event")).containsOnly("order");
        assertThat(events)
                .filteredOn(event -> event.header("Webhook-request-origin").equals("fanwire"))
                .as("who gave permission sees whom it gave it to")
                .hasSize(1);
    }

    @Test
    void whoDoesNotGetsNothing() throws Exception {
        consents = false;
        HttpResponse<String> challenge = put("b", "challenge", "");
        HttpResponse<String> cloudevents = put("c", "cloudevents", "");
        status = 404;
        HttpResponse<String> ping = put("a", "ping", "");

        assertThat(List.of(challenge, cloudevents, ping)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
            assertThat(json(answer).path("code").asText()).isEqualTo("verification_failed");
            assertThat(json(answer).at("/errors/0/pointer").asText()).isEqualTo("/url");
        });
        assertThat(requests).as("each was asked once").hasSize(3);
        try (Callback other = Callback.subscribe(client, "other", TOPIC, Script.always(200), s -> {})) {
            client.publish(
                    TOPIC,
                    false,
                    Map.of("content-type", "application/json"),
                    "{\"type\":\"order.created\",\"data\":1}".getBytes(UTF_8));
            await().atMost(PATIENCE).until(() -> other.received().size() == 1);
        }
        assertThat(requests).as("the event that another got").hasSize(3);
    }

    /** As GitHub's pages say: the hexadecimal HMAC of the body under the secret. */
    private static boolean signedAsGithubDoes(Request request) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            String expected = "sha256=" + HexFormat.of().formatHex(mac.doFinal(request.body()));
            return request.header("X-hub-signature-256").equals(expected);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
