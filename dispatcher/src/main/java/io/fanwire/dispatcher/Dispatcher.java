package io.fanwire.dispatcher;

import io.fanwire.dispatcher.callbacks.CallbackDirectory;
import io.fanwire.dispatcher.callbacks.CallbackOpener;
import io.fanwire.dispatcher.consume.DispatchMetrics;
import io.fanwire.dispatcher.consume.Examination;
import io.fanwire.dispatcher.consume.TakeOver;
import io.fanwire.dispatcher.consume.WorkerClients;
import io.fanwire.dispatcher.consume.WorkerEngine;
import io.fanwire.dispatcher.consume.WorkerSlot;
import io.fanwire.dispatcher.held.HeldReader;
import io.fanwire.dispatcher.held.TierSearch;
import io.fanwire.dispatcher.http.ClientTls;
import io.fanwire.dispatcher.http.RevocationLists;
import io.fanwire.dispatcher.http.Transport;
import io.fanwire.dispatcher.jobs.JobDirectory;
import io.fanwire.dispatcher.jobs.Offsets;
import io.fanwire.dispatcher.lane.LaneMetrics;
import io.fanwire.dispatcher.lane.LaneSettings;
import io.fanwire.dispatcher.lane.Shares;
import io.fanwire.dispatcher.ledger.Audit;
import io.fanwire.dispatcher.ledger.LedgerWatch;
import io.fanwire.dispatcher.redrive.RedriveRunner;
import io.fanwire.dispatcher.start.ClusterCheck;
import io.fanwire.dispatcher.suspend.BacklogReader;
import io.fanwire.dispatcher.suspend.StateDirectory;
import io.fanwire.dispatcher.suspend.Suspensions;
import io.fanwire.dispatcher.testing.TestClients;
import io.fanwire.dispatcher.testing.TestSender;
import io.fanwire.dispatcher.time.SteadyClock;
import io.fanwire.runtime.DurationText;
import io.fanwire.runtime.Metrics;
import io.fanwire.runtime.Service;
import io.fanwire.runtime.Services;
import io.fanwire.runtime.Settings;
import io.fanwire.runtime.net.EgressGuard;
import io.fanwire.runtime.net.EgressRules;
import io.fanwire.runtime.seal.KeySetSource;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dispatcher: deliveries out over HTTP. All of its wiring is here. */
public final class Dispatcher implements Service {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    /** Nothing waits in memory longer than one attempt may take by default. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration REVOCATIONS_EVERY = Duration.ofSeconds(10);

    private final AvroSerdes serdes;
    private final CallbackDirectory directory;
    private final Offsets.FromAdmin offsets;
    private final StateDirectory states;
    private final Services parts;

    /** What one worker has of its own from the first moment on. */
    private record Slot(WorkerClients clients, TakeOver takeOver) {}

    public Dispatcher(Settings settings, Metrics metrics) {
        Cluster cluster = Cluster.from(settings::text, settings.prefixed("kafka."));
        Topics topics =
                new Topics(TopicSettings.from(settings::text, settings::number, settings::list, DurationText::parse));
        int workers = settings.number("dispatcher.workers");
        // Before all that takes its time: others may wait for what a killed process of ours has left undecided.
        List<Slot> slots = slots(settings, cluster, topics, workers);
        serdes = AvroSerdes.of(cluster);

        EgressGuard guard = new EgressGuard(EgressRules.from(settings));
        CallbackOpener opener = opener(settings, guard);
        directory = new CallbackDirectory(cluster, topics.subscriptions(), serdes.subscriptions(), opener::open);
        offsets = new Offsets.FromAdmin(cluster);
        JobDirectory jobs = new JobDirectory(cluster, topics.jobs(), serdes, offsets);
        DispatchMetrics dispatched = new DispatchMetrics(metrics);
        metrics.gauge("dispatcher.subscriptions", "Subscriptions in this process's copy.", directory::size);
        states = new StateDirectory(cluster, topics.subscriptionStates(), serdes.subscriptionStates(), offsets);
        Suspensions.Parts standing = new Suspensions.Parts(
                topics, states, offsets, directory, serdes, settings.duration("dispatcher.suspended.keep"));
        SteadyClock clock = SteadyClock.ofThisMachine();
        dispatched.clock(() -> clock.machineAhead().toMillis() / 1e3);
        LedgerWatch ledger = ledger(settings, cluster, topics, clock, metrics);
        ClusterCheck check = check(settings, cluster, topics);
        WorkerEngine.Shared shared = new WorkerEngine.Shared(
                topics,
                serdes,
                directory,
                dispatched,
                new LaneMetrics(metrics),
                () -> List.of(new RedriveRunner(cluster, topics, serdes, jobs, offsets, directory), ledger),
                () -> new Suspensions(standing, () -> BacklogReader.of(cluster)),
                () -> HeldReader.of(cluster, topics, states, offsets, serdes),
                () -> TierSearch.of(cluster, offsets, serdes),
                jobs,
                states::failingSince,
                new Shares(check::partitions),
                guard,
                new Examination());
        Transport transport = Transport.best();
        ClientTls tls = tls(settings);
        WorkerSlot.OnFatal onFatal = WorkerSlot.OnFatal.parse(settings.text("dispatcher.on.fatal"));
        WorkerEngine.Limits limits = limits(settings, topics, workers, check::lease);
        List<Service> services = new ArrayList<>(List.of(check, directory, jobs.copy(), states.copy()));
        List<WorkerEngine> engines = new ArrayList<>();
        for (Slot slot : slots) {
            WorkerEngine engine = new WorkerEngine(slot.clients().identity(), shared, limits, transport, tls, clock);
            engines.add(engine);
            services.add(new WorkerSlot(slot.clients(), slot.takeOver(), engine, dispatched, onFatal));
        }
        TestClients clients = new TestClients(cluster, settings.prefixed("consumer."), settings.prefixed("producer."));
        services.addAll(List.of(ledger, new TestSender(clients, shared, opener::open, transport, tls, clock)));
        dispatched.inFlight(
                () -> engines.stream().mapToInt(WorkerEngine::inFlight).sum());
        dispatched.held(() -> engines.stream().mapToLong(WorkerEngine::held).sum());
        parts = Services.inOrder("dispatcher", services);
        tell(workers, transport);
    }

    private static void tell(int workers, Transport transport) {
        log.atInfo()
                .addKeyValue("workers", workers)
                .addKeyValue("transport", transport.name())
                .addKeyValue("tls", ClientTls.provider())
                .log("dispatcher assembled");
    }

    private static List<Slot> slots(Settings settings, Cluster cluster, Topics topics, int workers) {
        Optional<Path> folder = settings.optionalText("dispatcher.state.dir").map(Path::of);
        List<Slot> slots = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            WorkerClients clients = new WorkerClients(
                    cluster,
                    topics.dispatcherGroup(),
                    topics.dispatcherGroup() + "-" + settings.text("dispatcher.instance.id") + "-" + worker,
                    settings.prefixed("consumer."),
                    settings.prefixed("producer."));
            slots.add(new Slot(clients, TakeOver.begin(clients, folder)));
        }
        return slots;
    }

    private static CallbackOpener opener(Settings settings, EgressGuard guard) {
        return new CallbackOpener(SecretSealer.open(KeySetSource.of(settings)), guard);
    }

    private static ClientTls tls(Settings settings) {
        return new ClientTls(
                settings.optionalText("callbacks.tls.trust.file").map(Path::of),
                settings.optionalText("callbacks.tls.crl.file")
                        .map(file -> new RevocationLists(Path.of(file), REVOCATIONS_EVERY)));
    }

    private static LedgerWatch ledger(
            Settings settings, Cluster cluster, Topics topics, InstantSource clock, Metrics metrics) {
        return new LedgerWatch(
                since -> Audit.beside(cluster, topics, since),
                settings.duration("dispatcher.ledger.every"),
                settings.duration("dispatcher.ledger.window"),
                clock,
                metrics);
    }

    private static ClusterCheck check(Settings settings, Cluster cluster, Topics topics) {
        return new ClusterCheck(
                cluster,
                topics,
                settings.optionalText("dispatcher.lease").map(DurationText::parse),
                WorkerClients.MAX_POLL_INTERVAL,
                settings.flag("dispatcher.accept.short.offset.retention"));
    }

    private static WorkerEngine.Limits limits(Settings settings, Topics topics, int workers, Supplier<Duration> lease) {
        int inFlight = Math.max(1, settings.number("dispatcher.inflight") / workers);
        int open = Math.max(500, settings.number("dispatcher.open") / workers);
        LaneSettings lanes = new LaneSettings(
                inFlight,
                settings.number("dispatcher.lane.waiting"),
                open / 2,
                PATIENCE,
                topics.tiers().smallest().delay(),
                settings.duration("dispatcher.suspend.after"),
                settings.duration("dispatcher.suspended.keep"));
        return new WorkerEngine.Limits(
                lanes,
                open,
                settings.longNumber("dispatcher.open.bytes") / workers,
                settings.duration("dispatcher.drain"),
                lease);
    }

    /** The settings of a dispatcher. */
    public static ConfigDef config() {
        return DispatcherConfig.define();
    }

    @Override
    public void start() {
        parts.start();
    }

    @Override
    public String name() {
        return "dispatcher";
    }

    @Override
    public boolean live() {
        return parts.live();
    }

    @Override
    public boolean ready() {
        return parts.ready();
    }

    @Override
    public void close() {
        parts.close();
        offsets.close();
        serdes.close();
    }
}
