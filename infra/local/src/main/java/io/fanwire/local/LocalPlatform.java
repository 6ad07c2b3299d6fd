package io.fanwire.local;

import io.fanwire.gateway.IngestGateway;
import io.fanwire.local.registry.EmbeddedRegistry;
import io.fanwire.runtime.Metrics;
import io.fanwire.runtime.OpsServer;
import io.fanwire.runtime.Service;
import io.fanwire.runtime.Services;
import io.fanwire.runtime.net.EgressRules;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicProvisioner;
import io.fanwire.schemas.TopicProvisioner.Change;
import io.fanwire.schemas.Topics;
import java.util.List;
import java.util.Map;

/**
 * The whole platform in this process, wired top to bottom: broker, registry, topics, then the services.
 *
 * <pre>
 *   data folder → broker → registry → topics → ops listener → dispatcher → router → gateway
 * </pre>
 *
 * Stopping walks the same way back: the gateway takes no more events before anything behind it stops.
 */
public final class LocalPlatform implements AutoCloseable {
    private final Closing started;
    private final Services services;
    private final Endpoints endpoints;
    private final Cluster cluster;
    private final Topics topics;

    private LocalPlatform(Closing started, Services services, Endpoints endpoints, Cluster cluster, Topics topics) {
        this.started = started;
        this.services = services;
        this.endpoints = endpoints;
        this.cluster = cluster;
        this.topics = topics;
    }

    /** Starts everything and returns when it serves; what was started is stopped again when a part does not start. */
    public static LocalPlatform start(LocalSettings settings) {
        Closing started = new Closing();
        try {
            return start(settings, started);
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
    }

    private static LocalPlatform start(LocalSettings settings, Closing started) {
        DataFolder folder = started.add(DataFolder.open(settings.data()));
        String key = folder.key(settings.bootstrapKey());
        EmbeddedBroker broker = started.add(EmbeddedBroker.start(folder.broker(), settings.kafkaPort()));
        EmbeddedRegistry registry = started.add(EmbeddedRegistry.start(broker.bootstrap(), settings.registryPort()));
        Cluster cluster = Cluster.plain(broker.bootstrap(), registry.url());
        Topics topics = new Topics(settings.topics());
        provision(topics, cluster);

        Map<String, String> wiring = Map.of(
                EgressRules.SELF,
                settings.self(List.of(
                        broker.bootstrap(),
                        registry.url().substring(registry.url().lastIndexOf('/') + 1))),
                Cluster.BOOTSTRAP,
                cluster.bootstrap(),
                Cluster.REGISTRY_URL,
                cluster.registryUrl(),
                "gateway.bootstrap.key",
                key,
                "secrets.keyset.file",
                DataFolder.keyset(folder.path()).toString(),
                "router.state.dir",
                folder.routerState().toString(),
                "dispatcher.state.dir",
                folder.dispatcherState().toString());
        Metrics metrics = started.add(new Metrics());
        IngestGateway gateway = new IngestGateway(settings.of(Role.GATEWAY, wiring), metrics);
        Service router = Role.ROUTER.make(settings.of(Role.ROUTER, wiring), metrics);
        Service dispatcher = Role.DISPATCHER.make(settings.of(Role.DISPATCHER, wiring), metrics);
        Services services = Services.inOrder("fanwire", List.of(new BrokerHealth(broker), dispatcher, router, gateway));
        OpsServer ops = started.add(OpsServer.start(settings.opsHost(), settings.opsPort(), metrics, services));
        started.add(services).start();

        long pid = ProcessHandle.current().pid();
        Endpoints endpoints = new Endpoints(gateway.url(), ops.url(), broker.bootstrap(), registry.url(), pid, key);
        folder.publish(endpoints);
        return new LocalPlatform(started, services, endpoints, cluster, topics);
    }

    private static void provision(Topics topics, Cluster cluster) {
        try (TopicProvisioner provisioner = new TopicProvisioner(topics, cluster)) {
            List<String> wrong = provisioner.apply(false).stream()
                    .filter(change -> change.kind() == Change.Kind.WRONG)
                    .map(change -> change.name() + ": " + change.detail())
                    .toList();
            if (!wrong.isEmpty()) {
                throw new LocalException(
                        "topics of this data folder are not as the settings say: " + String.join("; ", wrong),
                        "start with the settings it was made with, or choose another folder with --data DIR");
            }
        }
    }

    /** The broker as a part of the platform's health; it is started and stopped outside. */
    private record BrokerHealth(EmbeddedBroker broker) implements Service {
        @Override
        public void start() {
            // runs already
        }

        @Override
        public boolean live() {
            return broker.alive();
        }

        @Override
        public boolean ready() {
            return broker.alive();
        }

        @Override
        public String name() {
            return "broker";
        }

        @Override
        public void close() {
            // stopped by the platform, after the registry
        }
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    public Cluster cluster() {
        return cluster;
    }

    public Topics topics() {
        return topics;
    }

    /** False when only a restart helps. */
    public boolean live() {
        return services.live();
    }

    @Override
    public void close() {
        started.close();
    }
}
