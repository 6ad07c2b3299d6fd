package io.fanwire.gateway;

import io.fanwire.expressions.Filter;
import io.fanwire.gateway.control.CallbackUrls;
import io.fanwire.gateway.control.DeadLetterRoutes;
import io.fanwire.gateway.control.ExpressionReading;
import io.fanwire.gateway.control.FilterTestRoutes;
import io.fanwire.gateway.control.HistoryRoutes;
import io.fanwire.gateway.control.JobRoutes;
import io.fanwire.gateway.control.KafkaDeadLetterLog;
import io.fanwire.gateway.control.KafkaEventHistory;
import io.fanwire.gateway.control.KafkaJobStore;
import io.fanwire.gateway.control.KafkaStanding;
import io.fanwire.gateway.control.KafkaSubscriptionStore;
import io.fanwire.gateway.control.KafkaTestDesk;
import io.fanwire.gateway.control.KafkaTopicCatalog;
import io.fanwire.gateway.control.OrderRoutes;
import io.fanwire.gateway.control.SubscriptionActions;
import io.fanwire.gateway.control.SubscriptionRoutes;
import io.fanwire.gateway.control.SubscriptionRules;
import io.fanwire.gateway.control.TestRoutes;
import io.fanwire.gateway.control.TopicRoutes;
import io.fanwire.gateway.event.EventLimits;
import io.fanwire.gateway.event.EventRoutes;
import io.fanwire.gateway.event.SampleEvents;
import io.fanwire.gateway.http.Authentication;
import io.fanwire.gateway.http.GatewayServer;
import io.fanwire.gateway.http.Route;
import io.fanwire.gateway.http.ServerTls;
import io.fanwire.gateway.once.IdempotentPosts;
import io.fanwire.gateway.once.KafkaOnce;
import io.fanwire.gateway.publish.AdmissionGate;
import io.fanwire.gateway.publish.EventPublisher;
import io.fanwire.gateway.reference.ReferenceRoutes;
import io.fanwire.runtime.DurationText;
import io.fanwire.runtime.Metrics;
import io.fanwire.runtime.Service;
import io.fanwire.runtime.Settings;
import io.fanwire.runtime.Threads;
import io.fanwire.runtime.net.DnsNames;
import io.fanwire.runtime.net.EgressGuard;
import io.fanwire.runtime.net.EgressRules;
import io.fanwire.runtime.seal.KeySetSource;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway: events in over HTTP, and the control API. All of its wiring is here. */
public final class IngestGateway implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(IngestGateway.class);
    private static final Duration COPY = Duration.ofSeconds(60);
    private static final int LEAST_KEY = 16;
    private static final int PUBLISHING_THREADS = 4;
    private static final int PUBLISHING_WAITING = 10_000;
    private static final int TRIALS_WAITING = 100;

    private final String host;
    private final int wantedPort;
    private final AvroSerdes serdes;
    private final GatewayAccess access;
    private final KafkaTopicCatalog catalog;
    private final KafkaSubscriptionStore subscriptions;
    private final KafkaStanding standing;
    private final KafkaJobStore jobs;
    private final KafkaTestDesk tests;
    private final KafkaDeadLetterLog letters;
    private final KafkaEventHistory history;
    private final EventPublisher publisher;
    private final KafkaOnce once;
    private final ThreadPoolExecutor publishing;
    private final ThreadPoolExecutor trying;
    private final List<Route> routes;
    private final GatewayServer server;
    private final DnsNames names;
    private final boolean secure;
    private volatile boolean listening;

    public IngestGateway(Settings settings, Metrics metrics) {
        Authentication authentication = new Authentication(platformKey(settings));
        Optional<ServerTls> tls = Listening.tls(settings);
        Cluster cluster = Cluster.from(settings::text, settings.prefixed("kafka."));
        Topics topics =
                new Topics(TopicSettings.from(settings::text, settings::number, settings::list, DurationText::parse));
        EventLimits limits = new EventLimits(
                settings.number(GatewaySettings.EVENT_BYTES),
                settings.number(GatewaySettings.BODY_BYTES),
                settings.number(GatewaySettings.BATCH_BYTES),
                settings.number(GatewaySettings.BATCH_ITEMS));
        EgressGuard guard = new EgressGuard(EgressRules.from(settings));
        names = DnsNames.onItsOwn("gateway-names", guard.rules().nameServers());
        SecretSealer sealer = SecretSealer.createOrOpen(KeySetSource.of(settings));
        trying = threads("gateway-trying", 2, TRIALS_WAITING);
        SubscriptionRules rules = new SubscriptionRules(
                new CallbackUrls(guard, names),
                topics.tiers().smallest().delay(),
                new SubscriptionRules.OfATenant(
                        settings.number(GatewaySettings.TENANT_SUBSCRIPTIONS),
                        settings.number(GatewaySettings.TENANT_EXPRESSIONS)),
                sealer,
                new ExpressionReading(trying),
                Clock.systemUTC());
        Map<String, Object> producer = settings.prefixed("producer.");
        AdmissionGate gate = AccessSettings.gate(settings);

        host = settings.text(GatewaySettings.HOST);
        wantedPort = settings.number(GatewaySettings.PORT);
        serdes = AvroSerdes.of(cluster);
        access = new GatewayAccess(settings, authentication, cluster, topics, serdes);
        catalog = new KafkaTopicCatalog(
                KafkaTopicCatalog.admin(cluster, settings.prefixed("admin.")), topics, access.grants());
        subscriptions = new KafkaSubscriptionStore(
                cluster, topics.subscriptions(), serdes, settings.prefixed("consumer."), producer);
        standing = new KafkaStanding(
                cluster, topics.subscriptionStates(), serdes.subscriptionStates(), settings.prefixed("consumer."));
        jobs = new KafkaJobStore(
                cluster,
                topics.jobs(),
                serdes,
                settings.prefixed("consumer."),
                producer,
                settings.duration(GatewaySettings.JOBS_KEPT));
        tests = new KafkaTestDesk(cluster, topics, serdes, settings.prefixed("consumer."), producer);
        letters = new KafkaDeadLetterLog(cluster, topics.deadLetters(), serdes, settings.prefixed("consumer."));
        history = new KafkaEventHistory(cluster, topics, settings.prefixed("consumer."));
        publisher = new EventPublisher(EventPublisher.producer(cluster, producer), topics, metrics);
        once = new KafkaOnce(
                OnceSettings.clients(settings, cluster), topics, sealer, OnceSettings.limits(settings), metrics);
        publishing = threads("gateway-publish", PUBLISHING_THREADS, PUBLISHING_WAITING);
        routes = routes(limits, rules, authentication.derivedKey("cursors"), topics.deliveryPartitions(), metrics);
        secure = tls.isPresent();
        server = server(settings, gate, metrics, tls);
        access.declare(metrics);
        metrics.gauge("gateway.bytes.inflight", "Bytes of bodies that are not finished with.", gate::bytesInFlight);
        metrics.gauge("gateway.subscriptions", "Subscriptions in this gateway's copy.", subscriptions::size);
    }

    private GatewayServer server(Settings settings, AdmissionGate gate, Metrics metrics, Optional<ServerTls> tls) {
        return new GatewayServer(
                routes,
                access.authentication(),
                gate,
                access.rates(),
                metrics,
                ConnectionSettings.limits(settings),
                tls);
    }

    private List<Route> routes(
            EventLimits limits, SubscriptionRules rules, byte[] cursors, int partitions, Metrics metrics) {
        DeadLetterRoutes.Limits jobLimits = new DeadLetterRoutes.Limits(partitions, limits.body());
        List<Route> all = Stream.of(
                        new EventRoutes(limits, catalog, publisher, once, publishing, Clock.systemUTC(), metrics)
                                .routes(),
                        new HistoryRoutes(history, catalog, Clock.systemUTC(), cursors).routes(),
                        new FilterTestRoutes(
                                        history,
                                        catalog,
                                        new SampleEvents(limits, Clock.systemUTC())::read,
                                        rules.reading(),
                                        Clock.systemUTC(),
                                        limits.body())
                                .routes(),
                        new TopicRoutes(catalog, limits.body()).routes(),
                        new SubscriptionRoutes(subscriptions, standing, catalog, rules, tests, cursors, limits.body())
                                .routes(),
                        new SubscriptionActions(subscriptions, rules, limits.body()).routes(),
                        new TestRoutes(subscriptions, tests, rules.reading(), Clock.systemUTC(), limits.body())
                                .routes(),
                        new OrderRoutes(subscriptions, jobs, jobLimits, Clock.systemUTC()).routes(),
                        access.routes(cursors, limits.body()),
                        new JobRoutes(jobs, cursors).routes(),
                        new DeadLetterRoutes(letters, jobs, subscriptions, jobLimits, Clock.systemUTC(), cursors)
                                .routes(),
                        new ReferenceRoutes().routes())
                .flatMap(List::stream)
                .toList();
        return new IdempotentPosts(once, publishing).of(all);
    }

    /** The settings of a gateway. */
    public static ConfigDef config() {
        return GatewaySettings.define();
    }

    /** Reads the keys, the subscriptions and the jobs, then listens. */
    @Override
    public void start() {
        trying.execute(Filter::prepare);
        StartTogether.all(List.of(
                () -> access.start(COPY),
                () -> subscriptions.start(COPY),
                () -> standing.start(COPY),
                () -> jobs.start(COPY),
                () -> tests.start(COPY),
                () -> once.start(COPY)));
        server.start(host, wantedPort);
        listening = true;
        LOG.atInfo().addKeyValue("url", url()).log("gateway listens");
    }

    /** Every operation it serves. */
    public List<Route> routes() {
        return routes;
    }

    /** The port it listens on, once started. */
    public int port() {
        return server.port();
    }

    /** Base URL of the API, once started. */
    public String url() {
        return (secure ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    @Override
    public boolean live() {
        return !listening
                || (access.live()
                        && subscriptions.live()
                        && standing.live()
                        && jobs.live()
                        && tests.live()
                        && once.live());
    }

    @Override
    public boolean ready() {
        return listening && access.ready() && subscriptions.ready() && jobs.ready() && once.ready();
    }

    @Override
    public String name() {
        return "gateway";
    }

    /** Takes no more requests, ends those under way, sends what was accepted, then lets go of Kafka. */
    @Override
    public void close() {
        listening = false;
        server.close();
        names.close();
        publishing.shutdown();
        trying.shutdownNow();
        publisher.close();
        CloseTogether.all(List.of(
                once::close,
                history::close,
                letters::close,
                tests::close,
                jobs::close,
                standing::close,
                subscriptions::close,
                catalog::close,
                access::close));
        serdes.close();
    }

    private static ThreadPoolExecutor threads(String name, int count, int waiting) {
        return new ThreadPoolExecutor(
                count, count, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), Threads.daemons(name));
    }

    private static String platformKey(Settings settings) {
        String key = settings.text(GatewaySettings.BOOTSTRAP_KEY);
        if (key.length() < LEAST_KEY) {
            throw new IllegalArgumentException(
                    GatewaySettings.BOOTSTRAP_KEY + " must have at least " + LEAST_KEY + " characters");
        }
        return key;
    }
}
