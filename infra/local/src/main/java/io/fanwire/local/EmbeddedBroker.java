package io.fanwire.local;

import io.fanwire.local.transactions.TransactionMender;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker in this JVM: one node, loopback only, its data folder kept over restarts.
 *
 * <p>Ports left open are chosen by the system and tried again should another process take one before the broker does.
 * {@link #close()} stops the broker; only then may its folder be deleted. A broker that meets a fatal fault would end
 * the JVM: here it reports to {@code onFatal}, is no longer {@link #alive()} and waits to be closed.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final int PORT_ATTEMPTS = 5;

    private final EmbeddedBrokerFolder folder;
    private final KafkaRaftServer server;
    private final int port;
    private final AtomicReference<Phase> phase;
    private final Closing helpers = new Closing();

    /** Set by the threads that start and close the broker, and by the broker's own when it dies. */
    private enum Phase {
        STARTING,
        RUNNING,
        FAILED,
        CLOSED
    }

    private EmbeddedBroker(
            EmbeddedBrokerFolder folder, KafkaRaftServer server, int port, AtomicReference<Phase> phase) {
        this.folder = folder;
        this.server = server;
        this.port = port;
        this.phase = phase;
    }

    /**
     * Starts a broker and waits until it answers.
     *
     * @param kafkaPort the port on 127.0.0.1, 0 for a free one
     * @throws EmbeddedBrokerException if the port is taken, the folder is in use or the broker does not come up
     */
    public static EmbeddedBroker start(Path dataDir, int kafkaPort) {
        return start(dataDir, kafkaPort, UnaryOperator.identity(), wish -> {});
    }

    /** As {@link #start(Path, int)}; {@code onFatal} is told, on a thread of the broker, what the broker died of. */
    public static EmbeddedBroker start(Path dataDir, int kafkaPort, Consumer<String> onFatal) {
        return start(dataDir, kafkaPort, UnaryOperator.identity(), onFatal);
    }

    /** As the other, {@code amend} has the last word on the broker's settings. */
    public static EmbeddedBroker start(
            Path dataDir, int kafkaPort, UnaryOperator<Map<String, String>> amend, Consumer<String> onFatal) {
        EmbeddedBrokerFolder folder = EmbeddedBrokerFolder.open(dataDir);
        try {
            String clusterId = folder.clusterId();
            if (folder.killed()) {
                settle(folder, clusterId, amend);
            }
            EmbeddedBroker broker = startOnFreePorts(folder, kafkaPort, amend, onFatal);
            try {
                broker.requireAnswerOf(clusterId);
                broker.helpers.add(TransactionMender.start(broker.port()));
            } catch (RuntimeException e) {
                broker.close();
                throw e;
            }
            LOG.atInfo()
                    .addKeyValue("bootstrap", broker.bootstrap())
                    .addKeyValue("folder", folder.path())
                    .log("embedded broker started");
            return broker;
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /**
     * Lets a broker come back where none of its clients finds it, until all transactions that its predecessor had decided have ended, and
     * stops it in good order.
     */
    private static void settle(
            EmbeddedBrokerFolder folder, String clusterId, UnaryOperator<Map<String, String>> amend) {
        EmbeddedBroker alone = startOnFreePorts(folder, 0, amend, wish -> {});
        try {
            alone.requireAnswerOf(clusterId);
            TransactionMender.settle(alone.port());
        } finally {
            stop(alone.server);
        }
        LOG.atInfo().addKeyValue("folder", folder.path()).log("what the killed broker had decided has ended");
    }

    public String bootstrap() {
        return EmbeddedBrokerSettings.HOST + ":" + port;
    }

    public int port() {
        return port;
    }

    /** Whether the broker runs: neither closed nor dead of a fault. */
    public boolean alive() {
        return phase.get() == Phase.RUNNING;
    }

    @Override
    public void close() {
        if (phase.getAndSet(Phase.CLOSED) != Phase.CLOSED) {
            helpers.close();
            stop(server);
            folder.close();
        }
    }

    private static EmbeddedBroker startOnFreePorts(
            EmbeddedBrokerFolder folder,
            int wantedPort,
            UnaryOperator<Map<String, String>> amend,
            Consumer<String> onFatal) {
        boolean killed = folder.killed();
        for (int attempt = 1; ; attempt++) {
            int port = boundOnce(wantedPort);
            int controllerPort = boundOnce(0);
            try {
                Map<String, String> settings =
                        amend.apply(EmbeddedBrokerSettings.of(folder.path(), killed, port, controllerPort));
                return startOn(folder, port, settings, onFatal);
            } catch (RuntimeException e) {
                boolean taken = causes(e).anyMatch(BindException.class::isInstance);
                boolean refused = !taken && !killed;
                killed |= refused; // whatever the folder says: the one before it may not have signed off
                if (attempt == PORT_ATTEMPTS || !(taken || refused)) {
                    throw new EmbeddedBrokerException("the embedded broker did not start: " + rootMessage(e), e);
                }
            }
        }
    }

    private static EmbeddedBroker startOn(
            EmbeddedBrokerFolder folder, int port, Map<String, String> settings, Consumer<String> onFatal) {
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);
        Consumer<String> reporter = wish -> {
            if (phase.compareAndSet(Phase.RUNNING, Phase.FAILED)) {
                LOG.atError().addKeyValue("folder", folder.path()).log("embedded broker failed: " + wish);
                onFatal.accept(wish);
            } else {
                // The caller of start() gets the exception; after close() nobody cares.
                phase.compareAndSet(Phase.STARTING, Phase.FAILED);
            }
        };
        try {
            EmbeddedBrokerHalts.reportingTo(reporter, server::startup);
            return new EmbeddedBroker(folder, server, port, phase);
        } catch (RuntimeException e) {
            stop(server);
            throw e;
        }
    }

    /** The port, or a free one for 0, once it was bound here: a taken port is told before anything starts. */
    private static int boundOnce(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(EmbeddedBrokerSettings.address()), port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new EmbeddedBrokerException(
                    "port " + port + " on " + EmbeddedBrokerSettings.HOST
                            + " is not free: stop what listens there or choose another port",
                    e);
        }
    }

    /** Whoever answers on the port must be the broker of this folder, before anything is written to it. */
    private void requireAnswerOf(String clusterId) {
        Map<String, Object> settings = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap());
        try (Admin admin = Admin.create(settings)) {
            String answering =
                    admin.describeCluster().clusterId().get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (!answering.equals(clusterId)) {
                throw new EmbeddedBrokerException(
                        "another Kafka answers on " + bootstrap() + ": cluster " + answering + ", not " + clusterId);
            }
            if (!phase.compareAndSet(Phase.STARTING, Phase.RUNNING)) {
                throw new EmbeddedBrokerException("the embedded broker failed while it was starting: see its log");
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new EmbeddedBrokerException("the embedded broker does not answer on " + bootstrap(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedBrokerException("interrupted while the embedded broker was starting", e);
        }
    }

    private static void stop(KafkaRaftServer server) {
        server.shutdown();
        server.awaitShutdown();
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = causes(failure).reduce(failure, (outer, inner) -> inner);
        return String.valueOf(root.getMessage());
    }
}
