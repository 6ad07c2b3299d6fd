package io.fanwire.bench.speed;

import io.fanwire.bench.process.BrokerProcess;
import io.fanwire.bench.process.Child;
import io.fanwire.bench.process.Ports;
import io.fanwire.local.LocalException;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Cluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A broker, a gateway and perhaps a router, each a process of its own with the JVM's own choices, but for its heap: what is measured runs as users run it.
 * Owned by the thread that measures.
 */
final class IngestPlatform implements AutoCloseable {
    static final String KEY = "fw_bench_" + "0123456789abcdef0123456789abcdef";

    /** Lets callbacks lead to this machine. */
    static final Map<String, String> OPEN = Map.of("callbacks.allow.http", "true", "callbacks.allow.loopback", "true");

    /** A second first, so that what found no room does not keep a round from its end; then as usual, as far as a round reaches. */
    private static final List<Duration> TIERS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMinutes(5));

    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

    private final Path folder;
    private final int partitions;
    private final Ports ports = new Ports();
    private final int gatewayPort = ports.next();
    private final BrokerProcess.Options broker;
    private final Map<String, Integer> opsPorts = new HashMap<>();
    private final Map<String, Path> gcLogs = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Child> children = new ArrayList<>();
    private final Thread onExit = new Thread(() -> children.forEach(Child::kill));

    private IngestPlatform(Path folder, int partitions) {
        this.folder = folder;
        this.partitions = partitions;
        broker = new BrokerProcess.Options(
                folder.resolve("kafka"),
                folder.resolve("broker.ready"),
                ports.next(),
                ports.next(),
                ports.next(),
                ports.next(),
                partitions,
                TIERS);
    }

    /** Returns when both serve; {@code partitions}: of the deliveries topic. */
    static IngestPlatform start(Path folder, int partitions, Map<String, String> gatewaySettings) {
        IngestPlatform platform = new IngestPlatform(folder, partitions);
        Runtime.getRuntime().addShutdownHook(platform.onExit);
        try {
            platform.start(gatewaySettings);
            return platform;
        } catch (RuntimeException | Error e) {
            platform.close();
            throw e;
        }
    }

    private void start(Map<String, String> gatewaySettings) {
        SecretSealer.createOrOpen(folder.resolve("keyset.json"));
        Child started = run("broker", "1g", BrokerProcess.class.getName(), broker.arguments());
        await(started, broker.ready());
        Map<String, String> settings = new TreeMap<>(Map.of(
                "gateway.port",
                Integer.toString(gatewayPort),
                "gateway.bootstrap.key",
                KEY,
                "secrets.keyset.file",
                folder.resolve("keyset.json").toString()));
        settings.putAll(gatewaySettings);
        Child gateway = role("gateway", "512m", settings);
        long deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (!serves()) {
            requireTime(gateway, deadline);
        }
    }

    /** Starts a router; returns when it routes. */
    Child router(String heap) {
        Child router = role(
                "router",
                heap,
                Map.of(
                        "router.instance.id",
                        "r0",
                        "router.state.dir",
                        folder.resolve("router-state").toString()));
        long deadline = System.nanoTime() + Duration.ofMinutes(10).toNanos();
        while (ops("router", "/readyz").isEmpty()) {
            requireTime(router, deadline);
        }
        return router;
    }

    /** Starts a dispatcher; returns when it dispatches. */
    Child dispatcher(String heap, Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "dispatcher.instance.id",
                "d0",
                "dispatcher.state.dir",
                folder.resolve("dispatcher-state").toString(),
                "secrets.keyset.file",
                folder.resolve("keyset.json").toString()));
        settings.putAll(more);
        Child dispatcher = role("dispatcher", heap, settings);
        long deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (ops("dispatcher", "/readyz").isEmpty()) {
            requireTime(dispatcher, deadline);
        }
        return dispatcher;
    }

    private Child role(String role, String heap, Map<String, String> own) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "kafka.bootstrap",
                bootstrap(),
                "registry.url",
                "http://127.0.0.1:" + broker.registryPort(),
                "topics.delivery.partitions",
                Integer.toString(partitions),
                "topics.replication",
                "1",
                "topics.retry.tiers",
                TIERS.stream().map(tier -> tier.toSeconds() + "s").collect(Collectors.joining(",")),
                "ops.port",
                Integer.toString(opsPorts.computeIfAbsent(role, any -> ports.next()))));
        settings.putAll(own);
        List<String> arguments = new ArrayList<>(List.of("run", role));
        settings.forEach((name, value) -> arguments.addAll(List.of("--set", name + "=" + value)));
        Path log = folder.resolve(role + children.size() + ".gc.log");
        gcLogs.put(role, log);
        List<String> options = List.of("-Xms" + heap, "-Xmx" + heap, GcLog.option(log));
        return run(role, options, "io.fanwire.local.cli.Fanwire", arguments);
    }

    /** What the newest one of this name wrote of its collections. */
    GcLog gcLog(String role) {
        return GcLog.read(gcLogs.getOrDefault(role, folder.resolve("none")));
    }

    /** What the operator's listener of a process answers with 200; empty otherwise. */
    Optional<String> ops(String role, String path) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + opsPorts.getOrDefault(role, 0) + path))
                            .timeout(STARTS_WITHIN)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException notYet) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** A number among the metrics of a process; 0 where it does not tell. */
    long metric(String role, String name) {
        return ops(role, "/metrics")
                .flatMap(text ->
                        text.lines().filter(line -> line.startsWith(name + " ")).findFirst())
                .map(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
                .orElse(0L);
    }

    /** Starts another process of the run, which has the folder of its log to itself. */
    Child run(String name, String heap, String main, List<String> arguments) {
        return run(name, List.of("-Xmx" + heap), main, arguments);
    }

    private Child run(String name, List<String> options, String main, List<String> arguments) {
        Child child = Child.start(new Child.Spec(name, options, main, arguments), folder);
        children.add(child);
        return child;
    }

    private boolean serves() {
        try {
            return client().keys("").isObject();
        } catch (LocalException notYet) {
            return false;
        }
    }

    /** Waits for the file that a process writes when it is ready, or done. */
    void await(Child child, Path file) {
        long deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (!Files.exists(file)) {
            requireTime(child, deadline);
        }
    }

    private static void requireTime(Child child, long deadline) {
        if (!child.alive() || System.nanoTime() > deadline) {
            throw new IllegalStateException(child + (child.alive() ? " is not ready in time" : " ended too early"));
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }

    GatewayClient client() {
        return new GatewayClient("http://127.0.0.1:" + gatewayPort, KEY);
    }

    String bootstrap() {
        return "127.0.0.1:" + broker.kafkaPort();
    }

    Cluster cluster() {
        return new Cluster(bootstrap(), "http://127.0.0.1:" + broker.registryPort(), Map.of());
    }

    int gatewayPort() {
        return gatewayPort;
    }

    Path folder() {
        return folder;
    }

    /** The newest one of this name. */
    Child child(String name) {
        return children.stream()
                .filter(child -> child.name().equals(name))
                .reduce((older, newer) -> newer)
                .orElseThrow();
    }

    @Override
    public void close() {
        children.forEach(Child::kill);
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException exiting) {
            // the hook does the same
        }
    }
}
