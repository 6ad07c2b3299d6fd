package io.fanwire.local.registry;

import io.fanwire.local.registry.RegistryRoutes.Call;
import io.fanwire.local.registry.RegistryRoutes.Route;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry of local mode: Confluent's REST protocol on loopback, its data in a compacted topic.
 *
 * <p>One thread, "registry", owns the topic and the state; HTTP threads hand it calls and wait.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);
    private static final String TOPIC = "_schemas";

    private final ExecutorService owner;
    private final RegistryTopic topic;
    private final RegistryServer server;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedRegistry(ExecutorService owner, RegistryTopic topic, RegistryServer server) {
        this.owner = owner;
        this.topic = topic;
        this.server = server;
    }

    /**
     * Starts on the topic {@code _schemas}, taking it over from any other registry of this kind.
     *
     * @param port the port on 127.0.0.1, 0 for a free one
     * @throws RegistryException if the topic would lose schemas or holds what cannot be read, or the port is taken
     */
    public static EmbeddedRegistry start(String bootstrap, int port) {
        return start(bootstrap, port, TOPIC);
    }

    /** As {@link #start(String, int)} on another topic, for brokers that several registries share. */
    public static EmbeddedRegistry start(String bootstrap, int port, String topicName) {
        ExecutorService owner = Executors.newSingleThreadExecutor(EmbeddedRegistry::thread);
        RegistryState state = new RegistryState();
        try {
            RegistryTopic topic = on(owner, () -> RegistryTopic.open(bootstrap, topicName, state));
            try {
                RegistryServer server = RegistryServer.start(
                        port, routes(state, topic), (route, call) -> on(owner, () -> answer(topic, route, call)));
                EmbeddedRegistry started = new EmbeddedRegistry(owner, topic, server);
                LOG.atInfo().addKeyValue("url", started.url()).log("embedded registry started");
                return started;
            } catch (RegistryException e) {
                run(owner, topic::close);
                throw e;
            }
        } catch (RegistryException e) {
            owner.shutdown();
            throw e;
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.close();
            run(owner, topic::close);
            owner.shutdown();
        }
    }

    private static RegistryRoutes routes(RegistryState state, RegistryTopic topic) {
        AvroSchemas schemas = new AvroSchemas(state);
        RegistryReads reads = new RegistryReads(state, schemas);
        RegistryWrites writes = new RegistryWrites(state, schemas, reads, topic::append);
        return new RegistryRoutes(reads, writes, new RegistryLevels(state, topic::append));
    }

    private static Answer answer(RegistryTopic topic, Route route, Call call) {
        if (route.writes()) {
            topic.readToEnd();
        } else {
            topic.readArrived();
        }
        return route.answer(call);
    }

    private static void run(ExecutorService owner, Runnable work) {
        on(owner, () -> {
            work.run();
            return true;
        });
    }

    private static <T> T on(ExecutorService owner, Callable<T> work) {
        try {
            return owner.submit(work).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RegistryException expected) {
                throw expected;
            }
            if (e.getCause() instanceof KafkaException trouble) {
                throw RegistryException.store("the schema store does not answer: " + trouble.getMessage(), trouble);
            }
            throw new IllegalStateException("the registry thread failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RegistryException.store("interrupted", e);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "registry");
        thread.setDaemon(true);
        return thread;
    }
}
