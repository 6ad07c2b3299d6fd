package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.fanwire.local.DataFolder;
import io.fanwire.local.Json;
import io.fanwire.local.guarantee.Histories;
import io.fanwire.local.receiver.Received;
import io.fanwire.local.receiver.Receiver;
import io.fanwire.local.receiver.Script;
import io.fanwire.local.secrets.Reseal;
import io.fanwire.runtime.seal.KeyRotation;
import io.fanwire.runtime.seal.KeySetSource;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plants secrets of every kind in a platform of its own process, lets it work, fail, rotate and redrive, and looks for them in all that it
 * leaves: files, topics, log, metrics, answers. The same search finds words that are no secret.
 */
class CanaryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String KEY = "fw_canary_0123456789abcdef0123456789";
    private static final long SEED = Long.getLong("fanwire.seed", 7);
    private static final int EVENTS = 5;

    @TempDir
    Path folder;

    private final Canaries secrets = new Canaries("Canary7Bird", SEED);
    private final Canaries controls = new Canaries("Control7Word", SEED);
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Topics topics = new Topics(TopicSettings.local("fanwire."));

    @Test
    void theSearchFindsAValueInEveryForm() {
        String value = secrets.text();
        for (String around : List.of("", "x", "xy", "xyz")) {
            byte[] inside = (around + value + around).getBytes(UTF_8);

            assertThat(secrets.in("text", inside)).hasSize(1);
            assertThat(secrets.in("base64", Base64.getEncoder().encode(inside))).hasSize(1);
            assertThat(secrets.in("hex", HexFormat.of().formatHex(inside).getBytes(UTF_8)))
                    .hasSize(1);
            assertThat(controls.in("text", inside)).isEmpty();
        }
        assertThat(secrets.in("secret", secrets.signingSecret().getBytes(UTF_8)))
                .hasSize(1);
    }

    @Test
    void noSecretIsFoundInWhatAPlatformLeaves() throws Exception {
        HttpServer tokens = tokenEndpoint(secrets.text());
        try (UpProcess up = UpProcess.start(folder, KEY, Map.of("FANWIRE_LOG_LEVEL", "trace"));
                Receiver receiver =
                        Receiver.start(0, anySecret(), Script.flaky(SEED, 0.5), InstantSource.system(), received::add);
                Receiver dead = Receiver.start(0, anySecret(), Script.always(500), InstantSource.system(), r -> {})) {
            RecordedCalls calls = new RecordedCalls(up.endpoint("gateway"), KEY);
            Cluster cluster = Cluster.plain(up.endpoint("kafka"), up.endpoint("registry"));
            calls.call("PUT", "/v1/topics/orders", Json.object().put("partitions", 2), 201);
            PlantedSecrets planted = new PlantedSecrets(calls, secrets, controls, folder);
            String tokenUrl = "http://127.0.0.1:" + tokens.getAddress().getPort() + "/token";
            planted.plant(receiver.url(), dead.url(), tokenUrl);
            int live = planted.subscriptions().size() - 1;

            publish(calls);
            await().atMost(PATIENCE).until(() -> accepted() == EVENTS * live && deadLetters(cluster) == EVENTS);
            calls.call("POST", "/v1/dlq:redrive", Json.object().put("subscription", "dead"), 202);
            await().atMost(PATIENCE).until(() -> deadLetters(cluster) == 2 * EVENTS);
            assertThat(resealed(cluster)).isEqualTo(planted.subscriptions().size());
            publish(calls);
            await().atMost(PATIENCE).until(() -> accepted() == 2 * EVENTS * live);

            byte[] records = records(cluster);
            assertThat(controls.in("topics", records))
                    .as("the search sees topics")
                    .isNotEmpty();
            assertThat(secrets.in("topics", records)).isEmpty();
            readEverything(calls, planted.subscriptions(), up.endpoint("ops"));
            up.stop();
            noneIn(calls.answers());
        } finally {
            tokens.stop(0);
        }
    }

    private void noneIn(String answers) throws IOException {
        assertThat(controls.in("answers", answers.getBytes(UTF_8)))
                .as("the search sees answers")
                .isNotEmpty();
        assertThat(answers).contains("\"***\"").contains("fanwire_dispatcher_attempts_total");
        assertThat(secrets.in("answers", answers.getBytes(UTF_8))).isEmpty();
        assertThat(inFiles(controls)).as("the search sees files").isNotEmpty();
        assertThat(Files.readString(UpProcess.log(folder))).contains("gateway listens");
        assertThat(inFiles(secrets)).isEmpty();
        assertThat(received).as("callbacks got what they are to get").anySatisfy(request -> assertThat(
                        secrets.in("", request.headers().toString().getBytes(UTF_8)))
                .isNotEmpty());
    }

    private static String anySecret() {
        return "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    }

    private void publish(RecordedCalls calls) {
        for (int n = 0; n < EVENTS; n++) {
            ObjectNode event = Json.object().put("type", "order.created");
            event.putObject("data").put("word", controls.text());
            calls.call("POST", "/v1/topics/orders/events", event, 202);
        }
    }

    /** What was accepted, each once for its subscription. */
    private int accepted() {
        return Math.toIntExact(received.stream()
                .filter(Received::accepted)
                .map(request -> request.header("fanwire-subscription") + request.eventId())
                .distinct()
                .count());
    }

    private int deadLetters(Cluster cluster) {
        return Histories.read(cluster, List.of(topics.deadLetters())).size();
    }

    private int resealed(Cluster cluster) {
        KeySetSource source = KeySetSource.ofFile(DataFolder.keyset(UpProcess.data(folder)));
        new KeyRotation(source).rotate();
        try (Reseal reseal = new Reseal(cluster, topics, SecretSealer.open(source))) {
            int subscriptions = reseal.run().subscriptions();
            new KeyRotation(source).prune();
            return subscriptions;
        }
    }

    private static void readEverything(RecordedCalls calls, List<String> subscriptions, String ops) {
        for (String path : List.of("/v1/subscriptions?limit=250", "/v1/topics", "/v1/dlq", "/v1/jobs")) {
            calls.call("GET", path, Json.object(), 200);
        }
        subscriptions.forEach(id -> calls.call("GET", "/v1/subscriptions/" + id, Json.object(), 200));
        calls.get(ops + "/metrics");
    }

    private static HttpServer tokenEndpoint(String token) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] answer =
                ("{\"token_type\":\"Bearer\",\"expires_in\":1,\"access_token\":\"" + token + "\"}").getBytes(UTF_8);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** All of every topic, whatever it was compressed with. */
    private static byte[] records(Cluster cluster) throws ExecutionException, InterruptedException {
        List<String> names;
        try (Admin admin = Admin.create(cluster.clientProperties())) {
            names = List.copyOf(admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get());
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Histories.read(cluster, names).forEach(record -> {
            Stream.of(record.key(), record.value()).filter(Objects::nonNull).forEach(all::writeBytes);
            record.headers().forEach(header -> Stream.ofNullable(header.value()).forEach(all::writeBytes));
        });
        return all.toByteArray();
    }

    /** The data folder, and the log beside it. */
    private List<String> inFiles(Canaries canaries) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.addAll(canaries.in(folder.relativize(file).toString(), Files.readAllBytes(file)));
            }
        }
        return found;
    }
}
