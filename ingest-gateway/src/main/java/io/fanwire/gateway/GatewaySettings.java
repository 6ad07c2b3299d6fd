package io.fanwire.gateway;

import io.fanwire.runtime.DurationText;
import io.fanwire.runtime.net.EgressRules;
import io.fanwire.runtime.seal.KeySetSource;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicSettings;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of a gateway, each with its meaning. */
final class GatewaySettings {
    static final String HOST = "gateway.host";
    static final String PORT = "gateway.port";
    static final String TLS_CERTIFICATE = "gateway.tls.certificate.file";
    static final String TLS_KEY = "gateway.tls.key.file";
    static final String TLS_RELOAD = "gateway.tls.reload";
    static final String ALLOW_PLAINTEXT = "gateway.allow.plaintext";
    static final String BOOTSTRAP_KEY = "gateway.bootstrap.key";
    static final String INFLIGHT_BYTES = "gateway.max.inflight.bytes";
    static final String EVENT_BYTES = "gateway.max.event.bytes";
    static final String BODY_BYTES = "gateway.max.body.bytes";
    static final String BATCH_BYTES = "gateway.max.batch.bytes";
    static final String BATCH_ITEMS = "gateway.max.batch.items";
    static final String TENANT_SUBSCRIPTIONS = "gateway.max.tenant.subscriptions";
    static final String TENANT_EXPRESSIONS = "gateway.max.tenant.expression.characters";
    static final String JOBS_KEPT = "gateway.jobs.kept";

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    private GatewaySettings() {}

    static ConfigDef define() {
        return OnceSettings.define(AccessSettings.define(KeySetSource.define(callbacks(limits(
                ConnectionSettings.define(tls(listener(TopicSettings.define(Cluster.define(new ConfigDef()))))))))));
    }

    private static ConfigDef listener(ConfigDef def) {
        return def.define(
                        HOST,
                        Type.STRING,
                        "127.0.0.1",
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Address the API listens on.")
                .define(
                        PORT,
                        Type.INT,
                        8080,
                        Range.between(0, 65535),
                        Importance.HIGH,
                        "Port the API listens on; 0 picks a free one.")
                .define(
                        BOOTSTRAP_KEY,
                        Type.PASSWORD,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Importance.HIGH,
                        "The platform key, fw_<id>_<secret>: at least 16 characters; it may act for every tenant.");
    }

    private static ConfigDef tls(ConfigDef def) {
        return def.define(
                        TLS_CERTIFICATE,
                        Type.STRING,
                        "",
                        Importance.HIGH,
                        "PEM file of the API's certificate and those between it and an authority; empty for plain http.")
                .define(
                        TLS_KEY,
                        Type.STRING,
                        "",
                        Importance.HIGH,
                        "PEM file of the certificate's private key, without a password.")
                .define(
                        TLS_RELOAD,
                        Type.STRING,
                        "10s",
                        DurationText.between(Duration.ofSeconds(1), Duration.ofDays(1)),
                        Importance.LOW,
                        "How often the two files are looked at; new ones are used without a restart.")
                .define(
                        ALLOW_PLAINTEXT,
                        Type.BOOLEAN,
                        false,
                        Importance.HIGH,
                        "Whether the API may be plain http on an address that other machines reach, as behind something that"
                                + " ends TLS.");
    }

    private static ConfigDef limits(ConfigDef def) {
        return def.define(
                        INFLIGHT_BYTES,
                        Type.LONG,
                        64L * MIB,
                        Range.atLeast(MIB),
                        Importance.MEDIUM,
                        "Bytes of bodies that were taken in and not finished with; above it the answer is 429.")
                .define(
                        EVENT_BYTES,
                        Type.INT,
                        256 * KIB,
                        Range.between(1, 768 * KIB),
                        Importance.MEDIUM,
                        "Most bytes of one event's data.")
                .define(
                        BODY_BYTES,
                        Type.INT,
                        MIB,
                        Range.between(KIB, 16 * MIB),
                        Importance.LOW,
                        "Most bytes of a body with one event, or of the control API, plain or inflated.")
                .define(
                        BATCH_BYTES,
                        Type.INT,
                        8 * MIB,
                        Range.between(KIB, 64 * MIB),
                        Importance.LOW,
                        "Most bytes of a body with a batch of events, plain or inflated.")
                .define(
                        BATCH_ITEMS,
                        Type.INT,
                        1000,
                        Range.between(1, 10_000),
                        Importance.LOW,
                        "Most events of a batch.")
                .define(
                        TENANT_SUBSCRIPTIONS,
                        Type.INT,
                        10_000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Most subscriptions of one tenant.")
                .define(
                        TENANT_EXPRESSIONS,
                        Type.INT,
                        100_000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Characters that the filters and transforms of one tenant may have together: a router may have to read them all for one event.")
                .define(
                        JOBS_KEPT,
                        Type.STRING,
                        "7d",
                        DurationText.between(Duration.ofMinutes(1), Duration.ofDays(365)),
                        Importance.LOW,
                        "How long a job that has ended can be read.");
    }

    private static ConfigDef callbacks(ConfigDef def) {
        return EgressRules.define(def);
    }
}
