package io.fanwire.local.cli;

import io.fanwire.local.DataFolder;
import io.fanwire.local.Endpoints;
import io.fanwire.local.KnownSettings;
import io.fanwire.local.KnownSettings.Sources;
import io.fanwire.local.LocalException;
import io.fanwire.local.LocalSettings;
import io.fanwire.runtime.Logging;
import io.fanwire.runtime.Settings;
import io.fanwire.runtime.seal.KeySetSource;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import picocli.CommandLine.Option;

/** Which Kafka and registry to talk to: settings where they name one, else the local platform that runs. */
final class ClusterOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with settings.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "One setting; may be given again.")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--data-dir", paramLabel = "DIR", description = "The local platform's data folder.")
    private Optional<Path> data = Optional.empty();

    /** An installation's Kafka and its topics. */
    record Target(Cluster cluster, Topics topics) {}

    /** Where the local platform listens, when one runs. */
    Optional<Endpoints> local(Map<String, String> environment) {
        return DataFolder.endpoints(folder(environment));
    }

    Path folder(Map<String, String> environment) {
        return GatewayOptions.folder(data, environment);
    }

    /**
     * Settings with the key set of secrets among them: the local platform's where none is named. Where no cluster is named they can be read
     * all the same; they lead to none.
     */
    Settings withKeySet(Map<String, String> environment, ConfigDef def) {
        Path local = DataFolder.keyset(folder(environment));
        boolean keySet = config.isPresent()
                || environment.containsKey(Settings.environmentName(KeySetSource.FILE))
                || environment.containsKey(Settings.environmentName(KeySetSource.TEXT))
                || assignments.stream().anyMatch(text -> text.startsWith(KeySetSource.TEXT));
        Map<String, String> all = new HashMap<>();
        if (!keySet && Files.exists(local)) {
            all.put(Settings.environmentName(KeySetSource.FILE), local.toString());
        }
        if (local(environment).isEmpty()) {
            all.put(Settings.environmentName(Cluster.BOOTSTRAP), "none");
            all.put(Settings.environmentName(Cluster.REGISTRY_URL), "none");
        }
        all.putAll(environment);
        return settings(all, KeySetSource.define(def));
    }

    /** Whether a cluster is meant at all: settings name one, or the local platform runs. */
    boolean named(Map<String, String> environment) {
        return config.isPresent()
                || !assignments.isEmpty()
                || environment.containsKey(Settings.environmentName(Cluster.BOOTSTRAP))
                || local(environment).isPresent();
    }

    /**
     * The cluster that a command of a few seconds works on; if it does not answer, the command says so itself, once.
     *
     * @throws LocalException when none is meant
     */
    Target required(Map<String, String> environment) {
        require(environment);
        return target(environment);
    }

    /** As {@link #required}, for a command that has read its settings. */
    void require(Map<String, String> environment) {
        if (!named(environment)) {
            throw new LocalException(
                    "no local platform runs on " + folder(environment) + ", and no setting names a Kafka",
                    "start one with: fanwire up   or name it: --data-dir DIR, --set kafka.bootstrap=HOST:PORT");
        }
        Logging.withoutKafkaClients();
    }

    Target target(Map<String, String> environment) {
        return target(settings(environment, TopicSettings.define(Cluster.define(new ConfigDef()))));
    }

    /** What {@code settings} name, which were read with those of a cluster and its topics. */
    static Target target(Settings settings) {
        Cluster cluster = Cluster.from(settings::text, settings.prefixed("kafka."));
        return new Target(cluster, new Topics(LocalSettings.topics(settings)));
    }

    /** Settings of an installation: those that are given, and below them the local platform's. */
    Settings settings(Map<String, String> environment, ConfigDef def) {
        Map<String, String> all = new HashMap<>();
        if (config.isEmpty()) {
            local(environment)
                    .ifPresent(endpoints -> all.putAll(Map.of(
                            Settings.environmentName(Cluster.BOOTSTRAP),
                            endpoints.kafka(),
                            Settings.environmentName(Cluster.REGISTRY_URL),
                            endpoints.registry(),
                            Settings.environmentName(TopicSettings.DELIVERY_PARTITIONS),
                            "6",
                            Settings.environmentName(TopicSettings.REPLICATION),
                            "1")));
        }
        all.putAll(environment);
        return KnownSettings.load(def, new Sources(config, all, assignments));
    }
}
