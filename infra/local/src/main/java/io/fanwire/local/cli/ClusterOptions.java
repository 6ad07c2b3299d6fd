package io.fanwire.local.cli;

import io.fanwire.local.DataFolder;
import io.fanwire.local.Endpoints;
import io.fanwire.local.KnownSettings;
import io.fanwire.local.KnownSettings.Sources;
import io.fanwire.local.LocalException;
import io.fanwire.local.LocalSettings;
import io.fanwire.runtime.Logging;
import io.fanwire.runtime.Settings;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
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
        if (!named(environment)) {
            throw new LocalException(
                    "no local platform runs on " + folder(environment) + ", and no setting names a Kafka",
                    "start one with: fanwire up   or name it: --data-dir DIR, --set kafka.bootstrap=HOST:PORT");
        }
        Logging.withoutKafkaClients();
        return target(environment);
    }

    Target target(Map<String, String> environment) {
        ConfigDef def = TopicSettings.define(Cluster.define(new ConfigDef()));
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
        Settings settings = KnownSettings.load(def, new Sources(config, all, assignments));
        Cluster cluster = Cluster.from(settings::text, settings.prefixed("kafka."));
        return new Target(cluster, new Topics(LocalSettings.topics(settings)));
    }
}
