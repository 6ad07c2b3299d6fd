package io.fanwire.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The settings of a broker that is alone, small and on a developer's machine. */
final class EmbeddedBrokerSettings {
    static final int NODE_ID = 1;
    static final String HOST = "127.0.0.1";
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    /** A body of 2 MiB together with its headers and the batch around it. */
    private static final int MAX_MESSAGE_BYTES = (2 << 20) + (128 << 10);

    private EmbeddedBrokerSettings() {}

    /** {@link #HOST} as bytes: no name to resolve. */
    /** A killed broker's successor may register only when the old session is over; the default is 9 s. */
    private static final Duration AFTER_A_KILL = Duration.ofSeconds(3);

    /**
     * There is no other broker to lead its partitions, so nothing is won by taking them from one that stood still; and while they have no
     * leader, transactions are lost to Kafka (KAFKA-20734).
     */
    private static final Duration ALONE = Duration.ofDays(1);

    static byte[] address() {
        return new byte[] {127, 0, 0, 1};
    }

    /**
     * Those of a broker on its folder.
     *
     * @param killed whether the one before it on this folder did not stop in good order
     */
    static Map<String, String> of(Path folder, boolean killed, int kafkaPort, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("log.dirs", folder.toString());
        settings.put(
                "listeners", "PLAINTEXT://" + HOST + ":" + kafkaPort + ",CONTROLLER://" + HOST + ":" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + kafkaPort);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        // Static voters live in the settings, not in the folder: the controller may have another port at each start.
        settings.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        settings.put("broker.session.timeout.ms", Long.toString((killed ? AFTER_A_KILL : ALONE).toMillis()));
        settings.put("initial.broker.registration.timeout.ms", killed ? "60000" : "15000");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        settings.putAll(internalTopics());
        settings.putAll(groups());
        settings.putAll(sizes());
        return settings;
    }

    private static Map<String, String> internalTopics() {
        return Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "offsets.retention.minutes", Long.toString(Duration.ofDays(60).toMinutes()),
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "1");
    }

    /** A killed member is noticed after 6 s, and what it left open in a transaction at most 0.5 s after its timeout. */
    private static Map<String, String> groups() {
        return Map.of(
                "group.initial.rebalance.delay.ms", "0",
                "group.consumer.session.timeout.ms", "6000",
                "group.consumer.min.session.timeout.ms", "6000",
                "group.consumer.heartbeat.interval.ms", "1000",
                "group.consumer.min.heartbeat.interval.ms", "1000",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
    }

    private static Map<String, String> sizes() {
        return Map.of(
                "log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20),
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "4");
    }
}
