package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fanwire.gateway.IngestGateway;
import io.fanwire.local.Json;
import io.fanwire.local.guarantee.Histories;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** Ids and keys on real topics, at several gateways, of which some come to an end. */
class OnceIT extends OnAPlatform {
    private static final int AT_ONCE = 100;
    private static final String EVENTS = "/v1/topics/" + TOPIC + "/events";
    private static final String PAID = "{\"id\":\"paid-1\",\"type\":\"order.paid\",\"data\":{\"amount\":5}}";
    private static final String BARE = "{\"type\":\"order.paid\",\"data\":{\"amount\":5}}";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void ofAHundredAtOnceOverThreeGatewaysOneIsPublishedAndAllAreAnsweredAlike() throws Exception {
        try (IngestGateway second = platform.gateway();
                IngestGateway third = platform.gateway()) {
            second.start();
            third.start();
            List<String> urls = List.of(platform.url(), second.url(), third.url());

            Set<String> byId = atOnce(urls, EVENTS, PAID, Map.of());
            Set<String> byKey = atOnce(urls, EVENTS, BARE, Map.of("Idempotency-Key", "k1"));
            String two = "[" + BARE + "," + BARE.replace("{\"type\"", "{\"id\":\"in-batch\",\"type\"") + "]";
            Set<String> batch = atOnce(urls, EVENTS + ":batch", two, Map.of("Idempotency-Key", "k2"));

            assertThat(byId).hasSize(1);
            assertThat(byKey).hasSize(1);
            assertThat(batch).hasSize(1);
            assertThat(events()).hasSize(4);
            for (String url : urls) {
                HttpResponse<String> other = post(url, EVENTS, PAID.replace("5", "6"), Map.of());
                assertThat(other.statusCode()).isEqualTo(409);
                assertThat(json(other).path("code").asText()).isEqualTo("idempotency_conflict");
                assertThat(post(url, EVENTS, BARE + " ", Map.of("Idempotency-Key", "k1"))
                                .statusCode())
                        .isEqualTo(409);
            }
            assertThat(events()).hasSize(4);
        }
    }

    /** All different answers to so many requests at once; each is one of success. */
    private Set<String> atOnce(List<String> urls, String path, String body, Map<String, String> headers) {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            answers.add(http.sendAsync(
                    request(urls.get(i % urls.size()), path, body, headers),
                    HttpResponse.BodyHandlers.ofString(UTF_8)));
        }
        Set<String> bodies = new HashSet<>();
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.join().statusCode()).as(answer.join().body()).isEqualTo(202);
            bodies.add(answer.join().body());
        }
        return bodies;
    }

    @Test
    void aKeyHoldsAtAnotherGatewayAndAfterARestartAndShowsNoSecretToTheLog() throws Exception {
        String wish = "{\"scopes\":[\"events:read\"],\"tenant\":\"acme\"}";
        String subscription = "{\"topic\":\"" + TOPIC + "\",\"url\":\"http://127.0.0.1:18999/x\"}";
        HttpResponse<String> key;
        HttpResponse<String> subscribed;
        HttpResponse<String> event;
        try (IngestGateway first = platform.gateway()) {
            first.start();
            key = post(first.url(), "/v1/keys", wish, Map.of("Idempotency-Key", "make"));
            subscribed = post(first.url(), "/v1/subscriptions", subscription, Map.of("Idempotency-Key", "subscribe"));
            event = post(first.url(), EVENTS, PAID, Map.of());
        }
        assertThat(List.of(key.statusCode(), subscribed.statusCode(), event.statusCode()))
                .containsExactly(201, 201, 202);

        try (IngestGateway later = platform.gateway()) {
            later.start();
            for (String url : List.of(later.url(), platform.url())) {
                assertThat(post(url, "/v1/keys", wish, Map.of("Idempotency-Key", "make"))
                                .body())
                        .isEqualTo(key.body());
                HttpResponse<String> again =
                        post(url, "/v1/subscriptions", subscription, Map.of("Idempotency-Key", "subscribe"));
                assertThat(again.body()).isEqualTo(subscribed.body());
                assertThat(again.headers().firstValue("Location"))
                        .isEqualTo(subscribed.headers().firstValue("Location"));
                assertThat(post(url, EVENTS, PAID, Map.of()).body()).isEqualTo(event.body());
            }
        }
        assertThat(events()).hasSize(1);
        String secret = json(key).path("key").asText();
        assertThat(secret).startsWith("fw_");
        assertThat(Histories.read(
                        platform.cluster(),
                        List.of(platform.topics().idempotency().entries())))
                .isNotEmpty()
                .noneMatch(record -> new String(record.value(), ISO_8859_1).contains(secret));
    }

    @Test
    void anEventOfAGatewayThatDiedBeforeItsCommitIsPublishedByTheNext() throws Exception {
        try (DeadGateway dead = new DeadGateway(platform.cluster(), platform.topics())) {
            String id = DeadGateway.ID;
            dead.claim();
            dead.writeEvent(TOPIC);

            HttpResponse<String> answer = patiently(PAID.replace("paid-1", id));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            assertThat(events()).hasSize(1);
            assertThatThrownBy(dead::commit)
                    .as("it comes back from the dead and finds itself shut out")
                    .isInstanceOf(KafkaException.class);
            assertThat(events()).hasSize(1);
            assertThat(post(platform.url(), EVENTS, PAID.replace("paid-1", id), Map.of())
                            .body())
                    .isEqualTo(answer.body());
        }
    }

    /** A request that takes longer than a caller is let wait is sent again, as its sender would. */
    private HttpResponse<String> patiently(String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(platform.url(), EVENTS, body, Map.of());
        for (int tries = 0; answer.statusCode() == 503 && tries < 5; tries++) {
            answer = post(platform.url(), EVENTS, body, Map.of());
        }
        return answer;
    }

    @Test
    void anEventOfAGatewayThatDiedAfterItsCommitIsNotPublishedAgain() throws Exception {
        try (DeadGateway dead = new DeadGateway(platform.cluster(), platform.topics())) {
            dead.claim();
            dead.writeEvent(TOPIC);
            dead.writeEntry();
            dead.commit();

            HttpResponse<String> answer = patiently(PAID.replace("paid-1", DeadGateway.ID));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            List<ConsumerRecord<byte[], byte[]>> events = events();
            assertThat(events).hasSize(1);
            assertThat(json(answer).path("offset").asLong())
                    .isEqualTo(events.get(0).offset());
            assertThat(json(answer).path("partition").asInt())
                    .isEqualTo(events.get(0).partition());
            assertThat(json(answer).path("id").asText()).isEqualTo(DeadGateway.ID);
        }
    }

    @Test
    void whoKeepsAsManyIdsAsOneMayIsToldSoAndOthersGoOn() throws Exception {
        client.putTopic("shared", 1, List.of("acme", "globex"));
        Map<String, String> acme = Map.of("Fanwire-Tenant", "acme");
        try (IngestGateway small = platform.gateway(Map.of("gateway.once.max.bytes", "200000"))) {
            small.start();
            String path = "/v1/topics/shared/events";
            HttpResponse<String> answer = post(small.url(), path + ":batch", withIds(0), acme);
            for (int batch = 1; batch < 30 && answer.statusCode() == 202; batch++) {
                answer = post(small.url(), path + ":batch", withIds(batch), acme);
            }

            answer = post(small.url(), path, PAID, acme);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
            assertThat(json(answer).path("code").asText()).isEqualTo("rate_limited");
            assertThat(answer.headers().firstValue("Retry-After")).contains("60");
            assertThat(post(small.url(), path, BARE, acme).statusCode())
                    .as("without an id")
                    .isEqualTo(202);
            assertThat(post(small.url(), path, PAID, Map.of("Fanwire-Tenant", "globex"))
                            .statusCode())
                    .isEqualTo(202);
        }
    }

    private static String withIds(int batch) {
        ArrayNode events = Json.array();
        for (int i = 0; i < 200; i++) {
            events.addObject()
                    .put("id", "e" + batch + "-" + i)
                    .put("type", "order.paid")
                    .put("data", i);
        }
        return events.toString();
    }

    private List<ConsumerRecord<byte[], byte[]>> events() {
        return Histories.read(platform.cluster(), List.of(platform.topics().events(TOPIC)));
    }

    private HttpResponse<String> post(String url, String path, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        return http.send(request(url, path, body, headers), HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    private static HttpRequest request(String url, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + TestPlatform.KEY)
                .header("Content-Type", "application/json");
        headers.forEach(request::header);
        return request.build();
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Json.parse(response.body()).orElseThrow();
    }
}
