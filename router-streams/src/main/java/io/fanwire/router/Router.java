package io.fanwire.router;

import io.fanwire.runtime.Backoff;
import io.fanwire.runtime.DurationText;
import io.fanwire.runtime.Metrics;
import io.fanwire.runtime.Service;
import io.fanwire.runtime.Settings;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The router as a service: its settings, its wiring, its life. Started and closed by one thread, asked by any. */
public final class Router implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final Duration STOP = Duration.ofSeconds(15);

    /** Well below the five minutes after which the group takes a silent thread for dead. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RouterSettings own;
    private final AvroSerdes serdes;
    private final KafkaStreams streams;
    private final StreamClients streamClients = new StreamClients();
    private final SubscriptionIndex index = new SubscriptionIndex();
    private final AtomicBoolean closed = new AtomicBoolean();

    public Router(Settings settings, Metrics metrics) {
        Cluster cluster = Cluster.from(settings::text, settings.prefixed("kafka."));
        Topics topics =
                new Topics(TopicSettings.from(settings::text, settings::number, settings::list, DurationText::parse));
        own = RouterSettings.of(settings);
        serdes = AvroSerdes.of(cluster);
        ClientProperties clients = new ClientProperties(settings, own, cluster);
        RouterMetrics counters = new RouterMetrics(metrics, index);
        Supplier<EndOffsets> connect = () -> new ConsumerEndOffsets(
                new KafkaConsumer<>(clients.lookUps()), topics.subscriptions(), own.indexTimeout());
        ThreadLocal<Freshness> freshness =
                ThreadLocal.withInitial(() -> new Freshness(index, connect, counters, own.indexTimeout()));
        Patience patience = new Patience(PATIENCE, counters.retries);
        streams = new KafkaStreams(
                RouterTopology.build(topics, serdes, index, freshness::get, counters, patience),
                clients.streams(topics),
                streamClients);
        streams.setUncaughtExceptionHandler(new ThreadFailures(
                InstantSource.system(),
                Backoff.standard(new Random()),
                pause -> LockSupport.parkNanos(pause.toNanos())));
    }

    /** Every setting of a router. */
    public static ConfigDef config() {
        return RouterSettings.define(TopicSettings.define(Cluster.define(new ConfigDef())));
    }

    /** Returns when the index holds every subscription there is; events are routed from then on. */
    @Override
    public void start() {
        streams.start();
        LOG.atInfo()
                .addKeyValue("subscriptions", index.size())
                .addKeyValue("position", index.position())
                .log("subscription index is complete");
    }

    @Override
    public boolean live() {
        State state = streams.state();
        return state == State.CREATED || state.isRunningOrRebalancing();
    }

    @Override
    public boolean ready() {
        return streams.state() == State.RUNNING;
    }

    @Override
    public String name() {
        return "router";
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        streamClients.stopping();
        boolean leaves = own.leaves() || streamClients.anyThreadLost();
        GroupMembershipOperation membership =
                leaves ? GroupMembershipOperation.LEAVE_GROUP : GroupMembershipOperation.REMAIN_IN_GROUP;
        boolean stopped =
                streams.close(CloseOptions.groupMembershipOperation(membership).withTimeout(STOP));
        if (!stopped) {
            LOG.atWarn().addKeyValue("waited", STOP).log("router did not stop in time");
        }
        serdes.close();
    }
}
