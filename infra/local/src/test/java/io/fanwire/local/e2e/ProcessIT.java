package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.local.guarantee.Histories;
import io.fanwire.local.receiver.Script;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fanwire up} as a process of its own: what a user starts, stops, kills and starts again on the same folder. */
class ProcessIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Fewer failures in a row than open a breaker, which would have the rest wait. */
    private static final int EVENTS = 8;

    private static final String KEY = "fw_process_0123456789abcdef0123456789";

    @TempDir
    Path folder;

    private @Nullable Process process;

    @AfterEach
    void end() throws InterruptedException {
        if (process != null && process.isAlive()) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aStoppedPlatformGoesOnWhereItStoodWhenItIsStartedAgain() throws Exception {
        goesOn(true);
    }

    @Test
    void aKilledPlatformGoesOnWhereItStoodWhenItIsStartedAgain() throws Exception {
        goesOn(false);
    }

    @Test
    void aPlatformStopsInTimeThoughACallbackNeverAnswers() throws Exception {
        JsonNode endpoints = up();
        GatewayClient client = new GatewayClient(endpoints.path("gateway").asText(), KEY);
        client.putTopic("orders", 2);
        try (Callback silent = Callback.subscribe(
                client, "silent", "orders", Script.after(Duration.ofMinutes(5), 200), s -> s.put("timeout", "30s"))) {
            publish(client, 5);
            await().atMost(PATIENCE).until(() -> silent.received().size() == 5);
            stop();
        }
    }

    private void goesOn(boolean politely) throws Exception {
        JsonNode first = up();
        GatewayClient client = new GatewayClient(first.path("gateway").asText(), KEY);
        client.putTopic("orders", 2);
        try (Callback waiting = subscribe(client, "waiting", List.of("5s", "5s", "5s", "5s", "5s"));
                Callback dead = subscribe(client, "dead", List.of())) {
            publish(client, EVENTS);
            await().atMost(PATIENCE)
                    .until(() -> waiting.received().size() >= EVENTS
                            && dead.received().size() >= EVENTS);
            if (politely) {
                // A kill right behind an answer may find its outcome not yet written down; a stop never does.
                stop();
            } else {
                await().atMost(PATIENCE).until(() -> deadLetters(first) == EVENTS);
                kill();
            }

            waiting.follow(Script.always(200));
            dead.follow(Script.always(200));
            JsonNode second = up();
            if (!politely) {
                assertThat(folder.resolve("up.log"))
                        .as("the killed worker is known by its lock")
                        .content()
                        .contains("took over from a worker that ended without leaving");
            }

            await().atMost(PATIENCE).until(() -> waiting.counts().distinct() == EVENTS);
            assertThat(deadLetters(second)).isEqualTo(EVENTS);
            publish(new GatewayClient(second.path("gateway").asText(), KEY), 5);
            await().atMost(PATIENCE)
                    .until(() -> waiting.counts().distinct() == EVENTS + 5
                            && dead.counts().distinct() == 5);
            assertThat(status(second, "/livez")).isEqualTo(200);
            assertThat(status(second, "/readyz")).isEqualTo(200);
            assertThat(status(second, "/metrics")).isEqualTo(200);
        }
        stop();
    }

    /** Starts it and answers what its one line on standard output says. */
    private JsonNode up() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.fanwire.local.cli.Fanwire",
                "up",
                "--json",
                "--data",
                folder.resolve("data").toString());
        for (String port : List.of("GATEWAY", "OPS", "KAFKA", "REGISTRY")) {
            builder.environment().put("FANWIRE_" + port + "_PORT", "0");
        }
        builder.environment().put("FANWIRE_BOOTSTRAP_KEY", KEY);
        builder.redirectError(
                ProcessBuilder.Redirect.to(folder.resolve("up.log").toFile()));
        process = builder.start();
        BufferedReader out = process.inputReader(UTF_8);
        String line = out.readLine();
        assertThat(line).as("see " + folder.resolve("up.log")).startsWith("ready {");
        return Json.parse(line.substring("ready ".length())).orElseThrow();
    }

    private void stop() throws InterruptedException {
        Process running = Objects.requireNonNull(process);
        running.destroy();
        assertThat(running.waitFor(20, TimeUnit.SECONDS))
                .as("stopped within 20 s")
                .isTrue();
        assertThat(running.exitValue()).isZero();
    }

    private void kill() throws InterruptedException {
        Objects.requireNonNull(process).destroyForcibly().waitFor();
    }

    private static Callback subscribe(GatewayClient client, String id, List<String> schedule) {
        return Callback.subscribe(client, id, "orders", Script.always(503), subscription -> {
            var delays = subscription.putObject("retry").putArray("schedule");
            schedule.forEach(delays::add);
        });
    }

    private static void publish(GatewayClient client, int count) {
        for (int n = 0; n < count; n++) {
            ObjectNode event = Json.object().put("type", "order.created");
            event.putObject("data").put("n", n);
            GatewayClient.Answer answer = client.publish(
                    "orders",
                    false,
                    Map.of("content-type", "application/json"),
                    Json.line(event).getBytes(UTF_8));
            assertThat(answer.status()).isEqualTo(202);
        }
    }

    private static int deadLetters(JsonNode endpoints) {
        Cluster cluster = Cluster.plain(
                endpoints.path("kafka").asText(), endpoints.path("registry").asText());
        Topics topics = new Topics(TopicSettings.local("fanwire."));
        return Histories.read(cluster, List.of(topics.deadLetters())).size();
    }

    private static int status(JsonNode endpoints, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(endpoints.path("ops").asText() + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
