package io.fanwire.bench.speed;

import io.fanwire.bench.process.BrokerProcess;
import io.fanwire.bench.process.Child;
import io.fanwire.bench.process.Ports;
import io.fanwire.local.LocalException;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.runtime.seal.SecretSealer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A broker and a gateway, each a process of its own with the JVM's own choices, but for its heap: what is measured runs as users run it.
 * Owned by the thread that measures.
 */
final class IngestPlatform implements AutoCloseable {
    static final String KEY = "fw_bench_" + "0123456789abcdef0123456789abcdef";

    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

    private final Path folder;
    private final Ports ports = new Ports();
    private final int gatewayPort = ports.next();
    private final BrokerProcess.Options broker;
    private final List<Child> children = new ArrayList<>();
    private final Thread onExit = new Thread(() -> children.forEach(Child::kill));

    private IngestPlatform(Path folder) {
        this.folder = folder;
        broker = new BrokerProcess.Options(
                folder.resolve("kafka"),
                folder.resolve("broker.ready"),
                ports.next(),
                ports.next(),
                ports.next(),
                ports.next(),
                1,
                List.of(Duration.ofSeconds(1)));
    }

    /** Returns when both serve. */
    static IngestPlatform start(Path folder, Map<String, String> gatewaySettings) {
        IngestPlatform platform = new IngestPlatform(folder);
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
                "kafka.bootstrap",
                bootstrap(),
                "registry.url",
                "http://127.0.0.1:" + broker.registryPort(),
                "topics.delivery.partitions",
                "1",
                "topics.replication",
                "1",
                "topics.retry.tiers",
                "1s",
                "gateway.port",
                Integer.toString(gatewayPort),
                "gateway.bootstrap.key",
                KEY,
                "ops.port",
                Integer.toString(ports.next()),
                "secrets.keyset.file",
                folder.resolve("keyset.json").toString()));
        settings.putAll(gatewaySettings);
        List<String> arguments = new ArrayList<>(List.of("run", "gateway"));
        settings.forEach((name, value) -> arguments.addAll(List.of("--set", name + "=" + value)));
        Child gateway = run("gateway", "512m", "io.fanwire.local.cli.Fanwire", arguments);
        long deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (!serves()) {
            requireTime(gateway, deadline);
        }
    }

    /** Starts another process of the run, which has the folder of its log to itself. */
    Child run(String name, String heap, String main, List<String> arguments) {
        Child child = Child.start(new Child.Spec(name, List.of("-Xmx" + heap), main, arguments), folder);
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

    int gatewayPort() {
        return gatewayPort;
    }

    Path folder() {
        return folder;
    }

    Child child(String name) {
        return children.stream()
                .filter(child -> child.name().equals(name))
                .findFirst()
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
