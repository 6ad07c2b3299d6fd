package io.fanwire.local;

import io.fanwire.local.KnownSettings.Sources;
import io.fanwire.runtime.DurationText;
import io.fanwire.runtime.Settings;
import io.fanwire.schemas.TopicSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;

/** The settings of local mode: those of every service, with defaults that suit one machine. */
public final class LocalSettings {
    private static final String ALLOW_HTTP = "callbacks.allow.http";
    private static final String ALLOW_LOOPBACK = "callbacks.allow.loopback";

    /**
     * Below everything a user says. The instance ids are fixed, so that a restart takes its partitions back at once; the last two
     * are always given by the wiring.
     */
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry(TopicSettings.DELIVERY_PARTITIONS, "6"),
            Map.entry(TopicSettings.REPLICATION, "1"),
            Map.entry(ALLOW_LOOPBACK, "true"),
            Map.entry("dispatcher.instance.id", "local"),
            Map.entry("dispatcher.on.fatal", "rebuild"),
            Map.entry("dispatcher.drain", "8s"),
            Map.entry("dispatcher.lane.waiting", "1024"),
            Map.entry("dispatcher.open", "16000"),
            Map.entry("router.instance.id", "local"),
            Map.entry("router.topics.refresh", "500ms"),
            Map.entry("gateway.bootstrap.key", "known when the data folder is open"),
            Map.entry("secrets.keyset.file", "known when the data folder is open"));

    private final Sources sources;
    private final Settings settings;

    private LocalSettings(Sources sources, Settings settings) {
        this.sources = sources;
        this.settings = settings;
    }

    public static LocalSettings load(Map<String, String> environment, List<String> assignments) {
        Map<String, String> defaults = new HashMap<>(DEFAULTS);
        Settings first = read(new Sources(Optional.empty(), below(environment, defaults), assignments));
        defaults.put(ALLOW_HTTP, Boolean.toString(first.flag(ALLOW_LOOPBACK)));
        Sources sources = new Sources(Optional.empty(), below(environment, defaults), assignments);
        return new LocalSettings(sources, read(sources));
    }

    private static Settings read(Sources sources) {
        return KnownSettings.load(KnownSettings.all(), sources);
    }

    private static Map<String, String> below(Map<String, String> environment, Map<String, String> defaults) {
        Map<String, String> all = new HashMap<>();
        defaults.forEach((name, value) -> all.put(Settings.environmentName(name), value));
        all.putAll(environment);
        return all;
    }

    public Path data() {
        return Path.of(settings.text(KnownSettings.DATA_DIR));
    }

    public boolean loopbackAllowed() {
        return settings.flag(ALLOW_LOOPBACK);
    }

    int kafkaPort() {
        return settings.number(KnownSettings.KAFKA_PORT);
    }

    int registryPort() {
        return settings.number(KnownSettings.REGISTRY_PORT);
    }

    String opsHost() {
        return settings.text(KnownSettings.OPS_HOST);
    }

    int opsPort() {
        return settings.number(KnownSettings.OPS_PORT);
    }

    Optional<String> bootstrapKey() {
        return settings.optionalText(KnownSettings.BOOTSTRAP_KEY);
    }

    TopicSettings topics() {
        return topics(settings);
    }

    /** The topic settings among a role's or a command's. */
    public static TopicSettings topics(Settings settings) {
        return TopicSettings.from(settings::text, settings::number, settings::list, DurationText::parse);
    }

    /** Addresses and ports that no callback may lead to: every listener of the process. */
    String self(List<String> others) {
        return OwnListeners.self(KnownSettings.all(), settings, others);
    }

    /** What one service is given: the user's words for it, and over them what only this process knows. */
    Settings of(Role role, Map<String, String> wiring) {
        ConfigDef def = role.config();
        List<String> assignments = new ArrayList<>();
        sources.assignments().stream().filter(text -> concerns(def, text)).forEach(assignments::add);
        wiring.forEach((name, value) -> {
            if (def.names().contains(name)) {
                assignments.add(name + "=" + value);
            }
        });
        return KnownSettings.load(def, new Sources(Optional.empty(), sources.environment(), assignments));
    }

    private static boolean concerns(ConfigDef def, String assignment) {
        String name = assignment.split("=", 2)[0].strip();
        return def.names().contains(name) || !KnownSettings.all().names().contains(name);
    }
}
