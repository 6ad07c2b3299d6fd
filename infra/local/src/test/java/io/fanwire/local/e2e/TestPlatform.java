package io.fanwire.local.e2e;

import io.fanwire.dispatcher.Dispatcher;
import io.fanwire.gateway.IngestGateway;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.local.kafka.TestKafka;
import io.fanwire.local.registry.EmbeddedRegistry;
import io.fanwire.router.Router;
import io.fanwire.runtime.DurationText;
import io.fanwire.runtime.Metrics;
import io.fanwire.runtime.Service;
import io.fanwire.runtime.Services;
import io.fanwire.runtime.Settings;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicProvisioner;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/** All services on the test broker, under a prefix of their own and with short retry tiers. */
final class TestPlatform implements AutoCloseable {
    static final String KEY = "fw_test_0123456789abcdef0123456789abcdef";

    private final EmbeddedRegistry registry;
    private final Cluster cluster;
    private final Topics topics;
    private final Services services;
    private final IngestGateway gateway;
    private final Map<String, String> values;
    private boolean stopped;

    private TestPlatform(Path folder, Map<String, String> more) {
        registry = EmbeddedRegistry.start(TestKafka.bootstrap(), 0, TestKafka.freshPrefix() + "_schemas");
        cluster = Cluster.plain(TestKafka.bootstrap(), registry.url());
        Path keyset = folder.resolve("keyset.json");
        SecretSealer.createOrOpen(keyset);
        values = new HashMap<>(Map.of(
                Cluster.BOOTSTRAP,
                cluster.bootstrap(),
                Cluster.REGISTRY_URL,
                cluster.registryUrl(),
                TopicSettings.PREFIX,
                TestKafka.freshPrefix(),
                TopicSettings.DELIVERY_PARTITIONS,
                "4",
                TopicSettings.REPLICATION,
                "1",
                TopicSettings.RETRY_TIERS,
                "1s,3s,9s",
                "gateway.port",
                "0",
                "gateway.bootstrap.key",
                KEY,
                "callbacks.allow.http",
                "true",
                "callbacks.allow.loopback",
                "true"));
        values.put("secrets.keyset.file", keyset.toString());
        values.put("router.state.dir", folder.resolve("router").toString());
        values.put("router.instance.id", "test");
        values.put("router.topics.refresh", "200ms");
        values.putAll(more);
        Settings settings = settings(Dispatcher.config());
        topics = new Topics(TopicSettings.from(settings::text, settings::number, settings::list, DurationText::parse));
        try (TopicProvisioner provisioner = new TopicProvisioner(topics, cluster)) {
            provisioner.apply(false);
        }
        gateway = new IngestGateway(settings(IngestGateway.config()), new Metrics());
        Service router = new Router(settings(Router.config()), new Metrics());
        services = Services.inOrder("test", List.of(dispatcher("0"), router, gateway));
        services.start();
    }

    static TestPlatform start(Path folder) {
        return new TestPlatform(folder, Map.of());
    }

    /** A dispatcher that is not started yet. */
    Dispatcher dispatcher(String instance) {
        values.put("dispatcher.instance.id", instance);
        return new Dispatcher(settings(Dispatcher.config()), new Metrics());
    }

    /** A router beside the first one, not started yet, that hands its partitions over when it is closed. */
    Router router(String instance) {
        return new Router(
                settings(
                        Router.config(),
                        Map.of(
                                "router.instance.id",
                                instance,
                                "router.leave.on.close",
                                "true",
                                "router.state.dir",
                                values.getOrDefault("router.state.dir", "") + instance)),
                new Metrics());
    }

    /** A gateway beside the first one, not started yet. */
    IngestGateway gateway() {
        return gateway(Map.of());
    }

    /** A gateway with other settings beside the first one, not started yet. */
    IngestGateway gateway(Map<String, String> other) {
        return new IngestGateway(settings(IngestGateway.config(), other), new Metrics());
    }

    private Settings settings(ConfigDef def) {
        return settings(def, Map.of());
    }

    private Settings settings(ConfigDef def, Map<String, String> other) {
        Map<String, String> known = new HashMap<>(values);
        known.putAll(other);
        known.keySet().retainAll(def.names());
        return Settings.of(def, known);
    }

    String url() {
        return gateway.url();
    }

    GatewayClient client() {
        return new GatewayClient(gateway.url(), KEY);
    }

    Cluster cluster() {
        return cluster;
    }

    Topics topics() {
        return topics;
    }

    /** Ends the services; Kafka and the registry stay, to be looked at. */
    void stop() {
        if (!stopped) {
            stopped = true;
            services.close();
        }
    }

    @Override
    public void close() {
        stop();
        registry.close();
    }
}
