package io.fanwire.dispatcher;

import io.fanwire.runtime.DurationText;
import io.fanwire.runtime.net.EgressRules;
import io.fanwire.runtime.seal.KeySetSource;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicSettings;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of a dispatcher, each with its meaning. */
final class DispatcherConfig {
    private DispatcherConfig() {}

    static ConfigDef define() {
        return KeySetSource.define(
                callbacks(cluster(room(work(TopicSettings.define(Cluster.define(new ConfigDef())))))));
    }

    private static ConfigDef work(ConfigDef def) {
        return def.define(
                        "dispatcher.instance.id",
                        Type.STRING,
                        "0",
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Which dispatcher of the group this is: unique among them, and the same after a restart, so that it"
                                + " takes its partitions back at once.")
                .define(
                        "dispatcher.workers",
                        Type.INT,
                        1,
                        ConfigDef.Range.between(1, 64),
                        Importance.MEDIUM,
                        "Workers of this process; each has a consumer, a producer and an event loop.")
                .define(
                        "dispatcher.inflight",
                        Type.INT,
                        2000,
                        ConfigDef.Range.between(1, 100_000),
                        Importance.MEDIUM,
                        "Attempts in flight at the same time; one callback gets at most a tenth.")
                .define(
                        "dispatcher.lane.waiting",
                        Type.INT,
                        256,
                        ConfigDef.Range.between(1, 100_000),
                        Importance.LOW,
                        "Deliveries that may wait in memory for one callback; more of them go to a retry topic,"
                                + " unless the callback has lately been faster than that.")
                .define(
                        "dispatcher.suspend.after",
                        Type.STRING,
                        "5d",
                        DurationText.between(Duration.ofSeconds(1), Duration.ofDays(30)),
                        Importance.LOW,
                        "How long a callback may fail without one success before its subscription is suspended.")
                .define(
                        "dispatcher.suspended.keep",
                        Type.STRING,
                        "13d",
                        DurationText.between(Duration.ofSeconds(1), Duration.ofDays(365)),
                        Importance.LOW,
                        "How long a delivery of a suspended subscription is kept before it becomes a dead letter; below the"
                                + " retention of the topic of suspended deliveries.")
                .define(
                        "dispatcher.drain",
                        Type.STRING,
                        "12s",
                        DurationText.between(Duration.ofSeconds(1), Duration.ofSeconds(50)),
                        Importance.LOW,
                        "Longest wait for attempts in flight when partitions are given up or the process stops; with it, a"
                                + " stop must stay below what the operator's tools allow. What is cut off is sent again.");
    }

    private static ConfigDef room(ConfigDef def) {
        return def.define(
                        "dispatcher.state.dir",
                        Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "Folder on a disk of this machine that outlives the process: who is started after a kill learns there"
                                + " that the former process is gone, and its partitions need not wait for the group's time-out;"
                                + " unset: they do.")
                .define(
                        "dispatcher.open",
                        Type.INT,
                        20_000,
                        ConfigDef.Range.between(500, 1_000_000),
                        Importance.LOW,
                        "Deliveries in memory, waiting or in flight; above it nothing is polled.")
                .define(
                        "dispatcher.open.bytes",
                        Type.LONG,
                        64L * 1024 * 1024,
                        ConfigDef.Range.between(1L << 20, 1L << 40),
                        Importance.LOW,
                        "Size of these deliveries, likewise; a process buffers what it polled beside it.");
    }

    private static ConfigDef cluster(ConfigDef def) {
        return def.define(
                        "dispatcher.ledger.every",
                        Type.STRING,
                        "10m",
                        DurationText.between(Duration.ofSeconds(1), Duration.ofDays(1)),
                        Importance.LOW,
                        "How often the ledger is audited, in the process that owns partition 0 of the deliveries.")
                .define(
                        "dispatcher.ledger.window",
                        Type.STRING,
                        "1h",
                        DurationText.between(Duration.ofMinutes(1), Duration.ofDays(7)),
                        Importance.LOW,
                        "How far back an audit looks; it keeps about 24 bytes in memory for each delivery made in this time, and"
                                + " reads their records once.")
                .define(
                        "dispatcher.lease",
                        Type.STRING,
                        null,
                        DurationText.between(Duration.ofMillis(100), Duration.ofSeconds(50)),
                        Importance.LOW,
                        "How long after its last poll a worker may start attempts, so that one that was frozen sends nothing of"
                                + " partitions it has lost; unset: two thirds of the time after which the broker gives them"
                                + " away.")
                .define(
                        "dispatcher.on.fatal",
                        Type.STRING,
                        "exit",
                        ConfigDef.ValidString.in("exit", "rebuild"),
                        Importance.LOW,
                        "What happens when Kafka refuses a worker for good, or another process has its identity: exit ends the"
                                + " process with code 70, so that whoever watches it starts it anew; rebuild starts the worker"
                                + " over, again and again, and counts it.")
                .define(
                        "dispatcher.accept.short.offset.retention",
                        Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether to start though the brokers forget the offsets of a stopped group before its records are"
                                + " gone: dispatchers that are all stopped that long would send again what they had sent.");
    }

    private static ConfigDef callbacks(ConfigDef def) {
        return EgressRules.define(def)
                .define(
                        "callbacks.tls.trust.file",
                        Type.STRING,
                        "",
                        Importance.LOW,
                        "PEM file of the authorities that callbacks' certificates are checked against; empty: the JDK's.")
                .define(
                        "callbacks.tls.crl.file",
                        Type.STRING,
                        "",
                        Importance.LOW,
                        "PEM file of certificate revocation lists (CRL) that callbacks' certificates are looked up in, read anew"
                                + " when it changes; empty: none is. Lists are never fetched from where a certificate says.");
    }
}
