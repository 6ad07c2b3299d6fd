package io.fanwire.bench.speed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.bench.process.Child;
import io.fanwire.bench.process.Ports;
import io.fanwire.local.Json;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.local.receiver.Receiver;
import io.fanwire.local.receiver.Script;
import io.fanwire.schemas.Cluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code fanwire bench latency}: how long an accepted event takes to its callback in local mode, at a rate that does not wait for answers,
 * and in which stage that time goes, by what the topics say of each event afterwards. A figure only counts when every event was accepted
 * and came.
 */
@Command(
        name = "latency",
        description =
                "Publish at a steady rate to a platform in one process, and say where the time to the callback goes.",
        mixinStandardHelpOptions = true)
final class LatencyBench implements Callable<Integer> {
    private static final String TOPIC = "latency";
    /** How many times slower a round is for processes that have just started. */
    private static final int COLD = 4;

    private static final Duration SETTLES = Duration.ofSeconds(30);
    private static final String SECRET = "whsec_" + "A".repeat(43) + "=";

    @Option(names = "--rate", paramLabel = "N", description = "Events a second. Default: ${DEFAULT-VALUE}")
    private int rate = 500;

    @Option(names = "--seconds", paramLabel = "N", description = "Of a round. Default: ${DEFAULT-VALUE}")
    private int seconds = 20;

    @Option(names = "--rounds", paramLabel = "N", description = "Besides one that warms up. Default: ${DEFAULT-VALUE}")
    private int rounds = 3;

    @Option(names = "--bytes", paramLabel = "N", description = "Of an event's data. Default: ${DEFAULT-VALUE}")
    private int bytes = 1024;

    @Mixin
    private BenchFolder folder = new BenchFolder();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private final Map<String, Stages.Accepted> accepted = new ConcurrentHashMap<>();
    private final Map<String, Instant> received = new ConcurrentHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public Integer call() throws Exception {
        if (rate < 1 || seconds < 1 || rounds < 1 || bytes < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "each number must be 1 or more");
        }
        Path home = folder.open();
        Child platform = start(home);
        Runtime.getRuntime().addShutdownHook(new Thread(platform::kill));
        try (Receiver receiver = Receiver.start(
                0,
                SECRET,
                Script.always(200),
                InstantSource.system(),
                got -> received.putIfAbsent(got.eventId(), got.at()))) {
            return measured(
                    ready(platform, home),
                    Files.readString(home.resolve("data/bootstrap-key")).strip(),
                    receiver);
        } finally {
            platform.terminate();
            platform.awaitEnd(Duration.ofSeconds(20));
            platform.kill();
        }
    }

    private static Child start(Path home) {
        Ports ports = new Ports();
        List<String> arguments = new ArrayList<>(
                List.of("up", "--json", "--data", home.resolve("data").toString()));
        for (String port : List.of("gateway.port", "ops.port", "kafka.port", "registry.port")) {
            arguments.addAll(List.of("--set", port + "=" + ports.next()));
        }
        return Child.start(new Child.Spec("up", List.of("-Xmx512m"), "io.fanwire.local.cli.Fanwire", arguments), home);
    }

    private static JsonNode ready(Child platform, Path home) throws IOException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (platform.alive() && System.nanoTime() < deadline) {
            for (String line : Files.readAllLines(home.resolve("up.log"))) {
                if (line.startsWith("ready ")) {
                    return new ObjectMapper().readTree(line.substring("ready ".length()));
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        throw new IllegalStateException("the platform is not ready: see " + home);
    }

    private int measured(JsonNode endpoints, String key, Receiver receiver) {
        PrintWriter out = spec.commandLine().getOut();
        String gateway = endpoints.path("gateway").asText();
        GatewayClient client = new GatewayClient(gateway, key);
        client.putTopic(TOPIC, 6);
        ObjectNode subscription = Json.object().put("topic", TOPIC).put("url", receiver.url());
        subscription.putObject("signing").put("style", "standard").put("secret", SECRET);
        client.putSubscription("latency", subscription);
        Cluster cluster = new Cluster(
                endpoints.path("kafka").asText(), endpoints.path("registry").asText(), Map.of());
        out.printf(
                Locale.ROOT,
                "%s; %d events/s, %d bytes, one process; ms%n%s%n",
                BenchFolder.machine(),
                rate,
                bytes,
                Stages.HEAD);
        boolean sound = true;
        for (int round = 0; round <= rounds; round++) {
            accepted.clear();
            received.clear();
            int now = round == 0 ? Math.max(1, rate / COLD) : rate;
            publish(URI.create(gateway + "/v1/topics/" + TOPIC + "/events"), key, now);
            boolean all = awaitAll(now * seconds);
            sound &= all;
            Stages stages = Stages.read(cluster, TOPIC, accepted, received);
            out.println(stages.line(round == 0 ? "warm-up" : Integer.toString(round))
                    + (all ? "" : "  VOID: not all came"));
            out.flush();
        }
        return sound ? 0 : 1;
    }

    /** An open model: each is sent when its time comes, whatever became of those before. */
    private void publish(URI uri, String key, int now) {
        String data = "a".repeat(bytes);
        long began = System.nanoTime();
        Instant start = Instant.now();
        for (int n = 0; n < now * seconds; n++) {
            long after = n * 1_000_000_000L / now;
            while (System.nanoTime() - began < after) {
                LockSupport.parkNanos(after - (System.nanoTime() - began));
            }
            Instant due = start.plusNanos(after);
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"type\":\"latency\",\"key\":\"k" + n % 1000 + "\",\"data\":\"" + data + "\"}"))
                    .build();
            http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .thenAccept(answer -> accepted(answer, due, Instant.now()));
        }
    }

    private void accepted(HttpResponse<String> answer, Instant due, Instant now) {
        if (answer.statusCode() == 202) {
            Json.parse(answer.body())
                    .ifPresent(event -> accepted.put(event.path("id").asText(), new Stages.Accepted(due, now)));
        }
    }

    private boolean awaitAll(int events) {
        long deadline = System.nanoTime() + SETTLES.toNanos();
        while (accepted.size() < events || !received.keySet().containsAll(accepted.keySet())) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        return true;
    }
}
