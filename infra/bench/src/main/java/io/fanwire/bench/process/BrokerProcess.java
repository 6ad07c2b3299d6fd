package io.fanwire.bench.process;

import io.fanwire.local.EmbeddedBroker;
import io.fanwire.local.Termination;
import io.fanwire.local.registry.EmbeddedRegistry;
import io.fanwire.runtime.DurationText;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicProvisioner;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A broker and a registry in a process of their own, which makes the topics and then writes the file that says so. */
public final class BrokerProcess {
    private static final int FAILED = 70;

    private BrokerProcess() {}

    /**
     * How a run's broker is.
     *
     * @param kafkaPort the port of its own; {@code detourPort}: a second one, whose clients are told to come back to
     *     {@code advertisedPort}, where a proxy listens
     */
    public record Options(
            Path data,
            Path ready,
            int kafkaPort,
            int registryPort,
            int detourPort,
            int advertisedPort,
            int partitions,
            List<Duration> tiers) {

        public List<String> arguments() {
            return List.of(
                    data.toString(),
                    ready.toString(),
                    Integer.toString(kafkaPort),
                    Integer.toString(registryPort),
                    Integer.toString(detourPort),
                    Integer.toString(advertisedPort),
                    Integer.toString(partitions),
                    String.join(
                            ",",
                            tiers.stream().map(tier -> tier.toMillis() + "ms").toList()));
        }

        static Options of(String[] arguments) {
            return new Options(
                    Path.of(arguments[0]),
                    Path.of(arguments[1]),
                    Integer.parseInt(arguments[2]),
                    Integer.parseInt(arguments[3]),
                    Integer.parseInt(arguments[4]),
                    Integer.parseInt(arguments[5]),
                    Integer.parseInt(arguments[6]),
                    Stream.of(arguments[7].split(",")).map(DurationText::parse).toList());
        }

        public Topics topics() {
            return new Topics(new TopicSettings("fanwire.", partitions, (short) 1, tiers));
        }
    }

    public static void main(String[] arguments) throws IOException {
        Termination termination = Termination.bySignals();
        Options options = Options.of(arguments);
        try (EmbeddedBroker broker = EmbeddedBroker.start(
                        options.data(), options.kafkaPort(), settings -> detoured(settings, options), fatal -> {});
                EmbeddedRegistry registry = EmbeddedRegistry.start(broker.bootstrap(), options.registryPort())) {
            try (TopicProvisioner provisioner =
                    new TopicProvisioner(options.topics(), Cluster.plain(broker.bootstrap(), registry.url()))) {
                provisioner.apply(false);
            }
            Files.writeString(options.ready(), "ready");
            if (!termination.awaitWhile(broker::alive)) {
                Runtime.getRuntime().halt(FAILED);
            }
        }
    }

    private static Map<String, String> detoured(Map<String, String> settings, Options options) {
        Map<String, String> all = new HashMap<>(settings);
        append(all, "listeners", "DETOUR://127.0.0.1:" + options.detourPort());
        append(all, "advertised.listeners", "DETOUR://127.0.0.1:" + options.advertisedPort());
        append(all, "listener.security.protocol.map", "DETOUR:PLAINTEXT");
        return all;
    }

    private static void append(Map<String, String> settings, String name, String more) {
        settings.merge(name, more, (old, added) -> old + "," + added);
    }
}
