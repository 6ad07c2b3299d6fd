package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import io.fanwire.local.receiver.Received;
import io.fanwire.local.receiver.Script;
import io.fanwire.local.secrets.Reseal;
import io.fanwire.runtime.seal.KeyInfo;
import io.fanwire.runtime.seal.KeyRotation;
import io.fanwire.runtime.seal.KeySetSource;
import io.fanwire.runtime.seal.SecretSealer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The key set is rotated and everything sealed anew while subscriptions are edited and events delivered. */
class SecretsIT extends OnAPlatform {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int SUBSCRIPTIONS = 20;
    private static final int EDITS = 100;
    private static final int EVENTS = 10;

    @Test
    void aRotationLosesNoEditAndNoDeliveryAndResumesNothing() {
        KeySetSource source = KeySetSource.ofFile(folder.resolve("keyset.json"));
        KeyRotation rotation = new KeyRotation(source);
        try (Callback open = Callback.subscribe(client, "open", TOPIC, Script.always(200), s -> s.putObject("headers")
                        .put("X-Token", "hush"));
                Callback gone = Callback.subscribe(client, "gone", TOPIC, Script.always(410), s -> {})) {
            for (int i = 0; i < SUBSCRIPTIONS; i++) {
                edit(i, "first");
            }
            publish();
            await().atMost(PATIENCE).until(() -> open.counts().distinct() == EVENTS);
            await().atMost(PATIENCE).until(() -> client.subscription("gone")
                    .at("/suspended/reason")
                    .asText()
                    .equals("gone"));

            List<KeyInfo> keys = rotation.rotate();
            CompletableFuture<Map<Integer, String>> edits = CompletableFuture.supplyAsync(this::edits);
            try (Reseal reseal = new Reseal(platform.cluster(), platform.topics(), SecretSealer.open(source))) {
                while (!edits.isDone()) {
                    assertThat(reseal.run().closed()).isZero();
                }
                Map<Integer, String> last = edits.join();
                reseal.run();

                assertThat(reseal.secretsByKey().keySet())
                        .isEqualTo(Set.of(keys.get(1).id()));
                last.forEach((i, description) -> assertThat(
                                client.subscription("s" + i).path("description").asText())
                        .isEqualTo(description));
            }
            rotation.prune();
            int requests = gone.received().size();
            publish();

            await().atMost(PATIENCE).until(() -> open.counts().distinct() == 2 * EVENTS);
            assertThat(open.counts().badSignatures()).isZero();
            assertThat(open.received())
                    .allSatisfy(request -> assertThat(request.header("x-token")).contains("hush"));
            assertThat(client.subscription("gone").at("/suspended/reason").asText())
                    .as("sealing anew is no act of its owner")
                    .isEqualTo("gone");
            assertThat(gone.received()).hasSize(requests);
        }
    }

    @Test
    void aCallbackThatWantsATokenGetsIt() throws Exception {
        var endpoint = com.sun.net.httpserver.HttpServer.create(
                new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0), 0);
        var asked = new java.util.concurrent.atomic.AtomicInteger();
        endpoint.createContext("/", exchange -> {
            byte[] answer = ("{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"token-"
                            + asked.incrementAndGet() + "\"}")
                    .getBytes(UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        endpoint.start();
        try (Callback callback = Callback.subscribe(client, "oauth", TOPIC, Script.always(200), s -> s.putObject("auth")
                .put("type", "oauth2")
                .put("tokenUrl", "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/token")
                .put("clientId", "fan")
                .put("clientSecret", "hush"))) {
            publish();

            await().atMost(PATIENCE).until(() -> callback.counts().distinct() == EVENTS);
            assertThat(callback.received()).extracting(SecretsIT::authorization).containsOnly("Bearer token-1");
            assertThat(asked).hasValue(1);
        } finally {
            endpoint.stop(0);
        }
    }

    private static String authorization(Received received) {
        return received.header("authorization").orElse("");
    }

    private Map<Integer, String> edits() {
        Map<Integer, String> last = new HashMap<>();
        for (int n = 0; n < EDITS; n++) {
            last.put(n % SUBSCRIPTIONS, "edit " + n);
            edit(n % SUBSCRIPTIONS, "edit " + n);
        }
        return last;
    }

    private void edit(int number, String description) {
        ObjectNode subscription = Json.object()
                .put("topic", TOPIC)
                .put("url", "http://127.0.0.1:8099/")
                .put("enabled", false)
                .put("description", description);
        subscription.putObject("headers").put("X-Token", "hush");
        client.putSubscription("s" + number, subscription);
    }

    private void publish() {
        ArrayNode events = Json.array();
        for (int i = 0; i < EVENTS; i++) {
            events.addObject().put("type", "order.made").putObject("data").put("n", i);
        }
        assertThat(client.publish(
                                TOPIC,
                                true,
                                Map.of("content-type", "application/json"),
                                Json.line(events).getBytes(UTF_8))
                        .status())
                .isEqualTo(202);
    }
}
