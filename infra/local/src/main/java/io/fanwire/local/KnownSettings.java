package io.fanwire.local;

import io.fanwire.runtime.Logging;
import io.fanwire.runtime.Settings;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Every setting there is, so that one environment serves all roles and commands while a misspelt name is still an error. */
public final class KnownSettings {
    public static final String DATA_DIR = "data.dir";
    public static final String OPS_HOST = "ops.host";
    public static final String OPS_PORT = "ops.port";
    public static final String KAFKA_PORT = "kafka.port";
    public static final String REGISTRY_PORT = "registry.port";
    public static final String BOOTSTRAP_KEY = "bootstrap.key";

    /** Variables that start with {@code FANWIRE_} and are read by the launcher or the client commands. */
    private static final Set<String> NOT_SETTINGS = Set.of(
            "FANWIRE_HOME",
            "FANWIRE_JAVA_HOME",
            "FANWIRE_JAVA_OPTS",
            "FANWIRE_SKIP_BUILD",
            "FANWIRE_NO_ARCHIVE",
            "FANWIRE_GATEWAY_URL",
            "FANWIRE_KEY");

    private static final Range PORT = Range.between(0, 65535);

    private KnownSettings() {}

    /** What local mode adds to the settings of the services. */
    static ConfigDef local() {
        return ops(new ConfigDef(), 9080)
                .define(
                        DATA_DIR,
                        Type.STRING,
                        ".fanwire/data",
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Local mode: the folder that keeps everything over restarts.")
                .define(
                        KAFKA_PORT,
                        Type.INT,
                        19092,
                        PORT,
                        Importance.MEDIUM,
                        "Local mode: port of the embedded broker; 0 picks a free one.")
                .define(
                        REGISTRY_PORT,
                        Type.INT,
                        18081,
                        PORT,
                        Importance.MEDIUM,
                        "Local mode: port of the embedded schema registry; 0 picks a free one.")
                .define(
                        BOOTSTRAP_KEY,
                        Type.PASSWORD,
                        "",
                        Importance.HIGH,
                        "Local mode: the platform key; when empty one is made and kept in the data folder.");
    }

    /** Adds the settings of the ops listener. */
    public static ConfigDef ops(ConfigDef def, int port) {
        return def.define(
                        OPS_HOST,
                        Type.STRING,
                        "127.0.0.1",
                        new ConfigDef.NonEmptyString(),
                        Importance.LOW,
                        "Address of the ops listener.")
                .define(
                        OPS_PORT,
                        Type.INT,
                        port,
                        PORT,
                        Importance.LOW,
                        "Port of the ops listener; 0 picks a free one.");
    }

    /** The settings of local mode and of every role. */
    public static ConfigDef all() {
        ConfigDef all = local();
        for (Role role : Role.values()) {
            role.config().configKeys().values().stream()
                    .filter(key -> !all.names().contains(key.name))
                    .forEach(all::define);
        }
        return all;
    }

    /** The variables that somebody reads, but not whoever reads {@code def}. */
    public static Set<String> ignoredBy(ConfigDef def) {
        Set<String> ignored = new HashSet<>(NOT_SETTINGS);
        ignored.addAll(Logging.VARIABLES);
        all().names().forEach(name -> ignored.add(Settings.environmentName(name)));
        def.names().forEach(name -> ignored.remove(Settings.environmentName(name)));
        return Set.copyOf(ignored);
    }

    /** Settings as one role or command reads them, from an environment that may hold everybody's. */
    public static Settings load(ConfigDef def, Sources sources) {
        return Settings.load(def, sources.file(), sources.environment(), sources.assignments(), ignoredBy(def));
    }

    /** Where settings come from. */
    public record Sources(
            java.util.Optional<java.nio.file.Path> file,
            Map<String, String> environment,
            java.util.List<String> assignments) {}
}
