package io.fanwire.router;

import io.fanwire.runtime.DurationText;
import io.fanwire.runtime.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * The router's own settings.
 *
 * @param instanceId names this router among those of the installation; empty: it is a new one at every start
 */
record RouterSettings(
        int threads,
        Duration commitInterval,
        Duration transactionTimeout,
        Duration sessionTimeout,
        Duration topicsRefresh,
        Duration indexTimeout,
        Optional<String> instanceId,
        boolean leaveOnClose,
        Path stateDir) {

    private static final String THREADS = "router.threads";
    private static final String COMMIT_INTERVAL = "router.commit.interval";
    private static final String TRANSACTION_TIMEOUT = "router.transaction.timeout";
    private static final String SESSION_TIMEOUT = "router.session.timeout";
    private static final String TOPICS_REFRESH = "router.topics.refresh";
    private static final String INDEX_TIMEOUT = "router.index.timeout";
    private static final String INSTANCE_ID = "router.instance.id";
    private static final String LEAVE_ON_CLOSE = "router.leave.on.close";
    private static final String STATE_DIR = "router.state.dir";

    static ConfigDef define(ConfigDef def) {
        return defineTimes(defineIdentity(def))
                .define(
                        THREADS,
                        Type.INT,
                        1,
                        ConfigDef.Range.between(1, 256),
                        Importance.MEDIUM,
                        "Stream threads; more than event partitions are idle.")
                .define(
                        STATE_DIR,
                        Type.STRING,
                        "",
                        Importance.LOW,
                        "Folder Kafka Streams asks for; nothing of worth is in it. Empty: one below the system's folder"
                                + " for temporary files.");
    }

    private static ConfigDef defineIdentity(ConfigDef def) {
        return def.define(
                        INSTANCE_ID,
                        Type.STRING,
                        "",
                        Importance.HIGH,
                        "Name of this router that outlives a restart (an ordinal, a host name): it then takes its"
                                + " partitions back at once. Each router of an installation needs another one.")
                .define(
                        LEAVE_ON_CLOSE,
                        Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Hand partitions over at stop, for a router that does not come back. One without instance id"
                                + " always does.");
    }

    private static ConfigDef defineTimes(ConfigDef def) {
        duration(
                def,
                COMMIT_INTERVAL,
                "100ms",
                "10ms",
                "2s",
                "Longest transaction under load. Otherwise the router" + " commits as soon as nothing more waits.");
        duration(
                def,
                TRANSACTION_TIMEOUT,
                "10s",
                "1s",
                "15m",
                "After this the brokers end what a killed router left"
                        + " open; until then readers of its partitions wait.");
        duration(
                def,
                SESSION_TIMEOUT,
                "10s",
                "6s",
                "30m",
                "A router silent for so long loses its partitions to the" + " others.");
        duration(def, TOPICS_REFRESH, "2s", "100ms", "1h", "How soon events of a new topic are routed.");
        duration(
                def,
                INDEX_TIMEOUT,
                "5s",
                "1s",
                "1m",
                "How long an event waits for the brokers and for subscriptions"
                        + " made before it; then it is read again.");
        return def;
    }

    static RouterSettings of(Settings settings) {
        Optional<String> instanceId = settings.optionalText(INSTANCE_ID);
        return new RouterSettings(
                settings.number(THREADS),
                settings.duration(COMMIT_INTERVAL),
                settings.duration(TRANSACTION_TIMEOUT),
                settings.duration(SESSION_TIMEOUT),
                settings.duration(TOPICS_REFRESH),
                settings.duration(INDEX_TIMEOUT),
                instanceId,
                settings.flag(LEAVE_ON_CLOSE),
                settings.optionalText(STATE_DIR).map(Path::of).orElseGet(() -> temporary(instanceId)));
    }

    /** Whether the group is told at stop: who has no lasting name can never take its partitions back. */
    boolean leaves() {
        return leaveOnClose || instanceId.isEmpty();
    }

    private static Path temporary(Optional<String> instanceId) {
        String own =
                instanceId.orElseGet(() -> Long.toString(ProcessHandle.current().pid()));
        return Path.of(System.getProperty("java.io.tmpdir"), "fanwire-router-" + own);
    }

    private static void duration(ConfigDef def, String name, String preset, String least, String most, String meaning) {
        def.define(
                name,
                Type.STRING,
                preset,
                DurationText.between(DurationText.parse(least), DurationText.parse(most)),
                Importance.LOW,
                meaning);
    }
}
