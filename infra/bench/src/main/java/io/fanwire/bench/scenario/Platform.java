package io.fanwire.bench.scenario;

import io.fanwire.bench.process.BrokerProcess;
import io.fanwire.bench.process.Child;
import io.fanwire.bench.process.Ports;
import io.fanwire.bench.process.ProxyProcess;
import io.fanwire.bench.process.SinkProcess;
import io.fanwire.bench.sink.SinkClient;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.local.receiver.SigningSecret;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The processes of a run: broker and registry, gateway, router, dispatchers, sink and perhaps a proxy. Each keeps its ports and its
 * identity over restarts. Owned by the thread that runs the scenario; all of them are ended with it.
 */
public final class Platform implements AutoCloseable {
    private static final String FANWIRE = "io.fanwire.local.cli.Fanwire";
    static final String KEY = "fw_bench_" + "0123456789abcdef0123456789abcdef";
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(90);

    private final Path folder;
    private final Setup setup;
    private final JvmOptions jvm;
    private final BrokerProcess.Options brokerOptions;
    private final Map<String, Integer> opsPorts = new HashMap<>();
    private final Map<String, Child> children = new TreeMap<>();
    private final Ports ports = new Ports();
    final int gatewayPort = ports.next();
    private final int sinkPort = ports.next();
    private final OpsClient ops = new OpsClient();
    private final Thread onExit = new Thread(this::killAll);

    private Platform(Path folder, Setup setup, JvmOptions jvm) {
        this.folder = folder;
        this.jvm = jvm;
        this.setup = setup;
        this.brokerOptions = new BrokerProcess.Options(
                folder.resolve("kafka"),
                folder.resolve("broker.ready"),
                ports.next(),
                ports.next(),
                ports.next(),
                ports.next(),
                setup.partitions(),
                setup.tiers());
    }

    /** Starts everything and returns when it serves. */
    static Platform start(Path folder, Setup setup, JvmOptions jvm) {
        Platform platform = new Platform(folder, setup, jvm);
        Runtime.getRuntime().addShutdownHook(platform.onExit);
        try {
            SecretSealer.createOrOpen(folder.resolve("keyset.json"));
            platform.startBroker();
            platform.startHelpers();
            platform.awaitFile(platform.brokerOptions.ready(), "broker");
            platform.startGateway();
            platform.startRouter();
            for (int i = 0; i < setup.dispatchers(); i++) {
                platform.startDispatcher(i);
            }
            platform.awaitFile(folder.resolve("sink.ready"), "sink");
            List.copyOf(platform.opsPorts.keySet()).forEach(platform::awaitReady);
            return platform;
        } catch (RuntimeException | Error e) {
            platform.close();
            throw e;
        }
    }

    private void startHelpers() {
        start(new Child.Spec(
                "sink",
                jvm.withHeap("256m"),
                SinkProcess.class.getName(),
                List.of(setup.sinkHost(), Integer.toString(sinkPort), sinkLog().toString(), path("sink.ready"))));
        if (!setup.detoured().isEmpty()) {
            start(new Child.Spec(
                    "proxy",
                    jvm.withHeap("128m"),
                    ProxyProcess.class.getName(),
                    List.of(
                            Integer.toString(brokerOptions.advertisedPort()),
                            Integer.toString(brokerOptions.detourPort()),
                            path("weather"),
                            path("proxy.ready"))));
            awaitFile(folder.resolve("proxy.ready"), "proxy");
        }
    }

    void startBroker() {
        startBroker(setup.brokerShell());
    }

    /** With another limit than it had. */
    void startBroker(String shell) {
        try {
            Files.deleteIfExists(brokerOptions.ready());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(new Child.Spec(
                "broker", jvm.withHeap("512m"), BrokerProcess.class.getName(), brokerOptions.arguments(), shell));
    }

    void awaitBroker() {
        awaitFile(brokerOptions.ready(), "broker");
    }

    void startGateway() {
        Map<String, String> settings = new HashMap<>();
        settings.put("gateway.port", Integer.toString(gatewayPort));
        settings.put("gateway.bootstrap.key", KEY);
        settings.put("secrets.keyset.file", path("keyset.json"));
        settings.put("callbacks.allow.http", "true");
        settings.put("callbacks.allow.loopback", "true");
        settings.putAll(setup.gateway());
        role("gateway", "gateway", "256m", List.of(), settings);
    }

    void startRouter() {
        role(
                "router",
                "router",
                "256m",
                List.of(),
                Map.of("router.instance.id", "r0", "router.state.dir", path("router-state")));
    }

    void startDispatcher(int number) {
        Map<String, String> settings = new HashMap<>();
        settings.put("secrets.keyset.file", path("keyset.json"));
        settings.put("callbacks.allow.http", "true");
        settings.put("callbacks.allow.loopback", "true");
        settings.put("dispatcher.instance.id", "d" + number);
        settings.put("dispatcher.state.dir", path("dispatcher-state"));
        settings.putAll(setup.dispatcher());
        if (setup.detoured().contains("d" + number)) {
            settings.put("kafka.bootstrap", "127.0.0.1:" + brokerOptions.advertisedPort());
        }
        role("d" + number, "dispatcher", "256m", setup.dispatcherJvm("d" + number), settings);
    }

    private void role(String name, String role, String heap, List<String> more, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "kafka.bootstrap", cluster().bootstrap(),
                "registry.url", cluster().registryUrl(),
                "topics.delivery.partitions", Integer.toString(setup.partitions()),
                "topics.replication", "1",
                "topics.retry.tiers",
                        String.join(
                                ",",
                                setup.tiers().stream()
                                        .map(tier -> tier.toMillis() + "ms")
                                        .toList())));
        all.put("ops.port", Integer.toString(opsPorts.computeIfAbsent(name, n -> ports.next())));
        all.putAll(settings);
        List<String> arguments = new ArrayList<>(List.of("run", role));
        all.forEach((setting, value) -> arguments.addAll(List.of("--set", setting + "=" + value)));
        List<String> options = new ArrayList<>(jvm.withHeap(heap));
        options.addAll(more);
        start(new Child.Spec(name, options, FANWIRE, arguments));
    }

    private void start(Child.Spec spec) {
        children.put(spec.name(), Child.start(spec, folder));
    }

    List<Child> dispatchers() {
        return children.values().stream()
                .filter(child -> child.name().matches("d\\d+"))
                .toList();
    }

    Child child(String name) {
        Child child = children.get(name);
        if (child == null) {
            throw new IllegalArgumentException("no process is called " + name);
        }
        return child;
    }

    /** What the network between dispatchers and broker is like from now on; needs a detour. */
    void weather(String weather) {
        try {
            Path next = Files.writeString(folder.resolve("weather.new"), weather);
            Files.move(next, folder.resolve("weather"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Cluster cluster() {
        return Cluster.plain(
                "127.0.0.1:" + brokerOptions.kafkaPort(), "http://127.0.0.1:" + brokerOptions.registryPort());
    }

    Topics topics() {
        return brokerOptions.topics();
    }

    Setup setup() {
        return setup;
    }

    GatewayClient gateway() {
        return new GatewayClient("http://127.0.0.1:" + gatewayPort, KEY);
    }

    SinkClient sink() {
        return new SinkClient(setup.sinkHost(), sinkPort);
    }

    int sinkPort() {
        return sinkPort;
    }

    Path sinkLog() {
        return folder.resolve("sink.tsv");
    }

    Path folder() {
        return folder;
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    /** The text of {@code /metrics}, or nothing when the process does not answer. */
    String metrics(String name) {
        return get(name, "/metrics");
    }

    boolean ready(String name) {
        return !get(name, "/readyz").isEmpty();
    }

    private String get(String name, String path) {
        return ops.get(opsPorts.getOrDefault(name, 1), path);
    }

    void awaitReady(String name) {
        Waiting.until(name + " to be ready", STARTS_WITHIN, () -> {
            requireAlive(name);
            return ready(name);
        });
    }

    private void awaitFile(Path file, String owner) {
        Waiting.until(owner + " to be ready", STARTS_WITHIN, () -> {
            requireAlive(owner);
            return Files.exists(file);
        });
    }

    private void requireAlive(String name) {
        if (!child(name).alive()) {
            throw new IllegalStateException(name + " ended with code "
                    + child(name).exitCode().orElse(-1) + ": see " + folder.resolve(name + ".log"));
        }
    }

    private void killAll() {
        children.values().forEach(Child::kill);
    }

    /** Ends all processes. */
    @Override
    public void close() {
        killAll();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException exiting) {
            // the hook does the same
        }
    }

    /** A secret for a subscription. */
    static String secret() {
        return SigningSecret.make();
    }
}
