package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fanwire.dispatcher.ledger.Audit;
import io.fanwire.gateway.IngestGateway;
import io.fanwire.local.Json;
import io.fanwire.local.guarantee.Histories;
import io.fanwire.local.receiver.Received;
import io.fanwire.local.receiver.Script;
import io.fanwire.local.receiver.Signature;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Subscriptions that several gateways write, and test events. */
class SubscriptionsIT extends OnAPlatform {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ONE = "/v1/subscriptions/shared";
    private static final String WITH_A_COUNT = "{\"url\":\"http://127.0.0.1:9999/\",\"metadata\":{\"n\":\"0\"}}";
    private static final int RAISES = 15;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void ofTwoGatewaysNoneUndoesWhatTheOtherWrote() throws Exception {
        try (IngestGateway second = platform.gateway()) {
            second.start();
            List<String> urls = List.of(platform.url(), second.url());
            assertThat(send(urls.get(0), "PUT", ONE, WITH_A_COUNT, Map.of()).statusCode())
                    .isEqualTo(201);
            await().atMost(PATIENCE).until(() -> read(urls.get(1)).statusCode() == 200);
            ExecutorService writers = Executors.newFixedThreadPool(4);
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String url = urls.get(i % 2);
                String own = "w" + i;
                work.add(() -> raise(url, own));
            }
            int refused = 0;
            for (Future<Integer> one : writers.invokeAll(work)) {
                refused += one.get();
            }
            writers.shutdown();

            // each gateway shows what it wrote itself at once: what both show alike holds every write
            await().atMost(PATIENCE).until(() -> json(read(urls.get(0))).equals(json(read(urls.get(1)))));
            JsonNode end = json(read(urls.get(0)));
            assertThat(end.at("/metadata/n").asText()).isEqualTo(Integer.toString(4 * RAISES));
            assertThat(refused).as("they did get in each other's way").isPositive();
            for (int i = 0; i < 4; i++) {
                assertThat(end.at("/metadata/w" + i).asText())
                        .as("patches that insist on nothing are all applied")
                        .isEqualTo(Integer.toString(RAISES));
            }
        }
    }

    /** Raises a number that all share, as often as it must be tried, and one of its own. Answers how often it was refused. */
    private int raise(String url, String own) throws IOException, InterruptedException {
        int refused = 0;
        for (int done = 0; done < RAISES; ) {
            HttpResponse<String> seen = read(url);
            int next = json(seen).at("/metadata/n").asInt() + 1;
            HttpResponse<String> answer = patch(
                    url,
                    "{\"metadata\":{\"n\":\"" + next + "\"}}",
                    Map.of("If-Match", seen.headers().firstValue("ETag").orElseThrow()));
            if (answer.statusCode() == 412) {
                refused++;
                continue;
            }
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            done++;
            HttpResponse<String> free = patch(url, "{\"metadata\":{\"" + own + "\":\"" + done + "\"}}", Map.of());
            assertThat(free.statusCode()).as(free.body()).isEqualTo(200);
        }
        return refused;
    }

    /** On a busy machine a gateway may not get its turn in time: it says that nothing was changed, and is asked again. */
    private HttpResponse<String> patch(String url, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = send(url, "PATCH", ONE, body, headers);
        for (int again = 0; answer.statusCode() == 503 && again < 5; again++) {
            assertThat(answer.body()).contains("The change was not made.");
            answer = send(url, "PATCH", ONE, body, headers);
        }
        return answer;
    }

    @Test
    void aTestEventGoesToItsCallbackOnceAndInNoAccount() {
        try (Callback tested = Callback.subscribe(client, "tested", TOPIC, Script.always(503), s -> {})) {
            client.act("tested", "disable");

            JsonNode result = client.act("tested", "test", Json.object().put("type", "order.created"));

            assertThat(result.path("outcome").asText()).as(result.toString()).isEqualTo("failed");
            assertThat(result.path("status").asInt()).isEqualTo(503);
            assertThat(result.path("reason").asText()).isEqualTo("status");
            assertThat(tested.received()).hasSize(1);
            Received request = tested.received().get(0);
            assertThat(request.signature()).isEqualTo(Signature.VERIFIED);
            assertThat(request.eventId()).isEqualTo(result.path("event").asText());
            assertThat(json(new String(request.body(), UTF_8)).path("type").asText())
                    .isEqualTo("order.created");

            tested.follow(Script.always(200));
            assertThat(client.act("tested", "test").path("outcome").asText()).isEqualTo("delivered");
            assertThat(tested.received()).as("none is repeated").hasSize(2);
            try (Audit audit = new Audit(platform.cluster(), platform.topics())) {
                assertThat(audit.run(Optional.empty())).isEmpty();
            }
            assertThat(Histories.read(
                            platform.cluster(),
                            List.of(
                                    platform.topics().attempts(),
                                    platform.topics().deliveries())))
                    .isEmpty();
        }
    }

    @Test
    void anEventRightAfterASubscriptionIsMatchedWithoutADelay() {
        try (Callback fresh =
                Callback.subscribe(client, "fresh", TOPIC, Script.always(200), s -> s.put("method", "PUT"))) {
            assertThat(client.publish(
                                    TOPIC,
                                    false,
                                    Map.of("content-type", "application/json"),
                                    "{\"type\":\"a\",\"data\":1}".getBytes(UTF_8))
                            .ok())
                    .isTrue();

            await().atMost(PATIENCE).until(() -> fresh.received().size() == 1);
        }
    }

    private HttpResponse<String> read(String url) throws IOException, InterruptedException {
        return send(url, "GET", ONE, "", Map.of());
    }

    private HttpResponse<String> send(String url, String method, String path, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + TestPlatform.KEY)
                .header("Content-Type", "application/json");
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    private static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    private static JsonNode json(String text) {
        return Json.parse(text).orElseThrow();
    }
}
