package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.callbacks.Callbacks;
import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.http.AuthorizedClient;
import io.fanwire.dispatcher.http.ClientTls;
import io.fanwire.dispatcher.http.NettyCallbackClient;
import io.fanwire.dispatcher.http.Route;
import io.fanwire.dispatcher.http.Transport;
import io.fanwire.dispatcher.jobs.Jobs;
import io.fanwire.dispatcher.lane.CallbackLanes;
import io.fanwire.dispatcher.lane.Finished;
import io.fanwire.dispatcher.lane.KnownFailures;
import io.fanwire.dispatcher.lane.LaneMetrics;
import io.fanwire.dispatcher.lane.LaneParts;
import io.fanwire.dispatcher.lane.LaneSettings;
import io.fanwire.dispatcher.lane.Places;
import io.fanwire.dispatcher.lane.Shares;
import io.fanwire.dispatcher.order.OrderedLanes;
import io.fanwire.dispatcher.time.SteadyClock;
import io.fanwire.runtime.net.DnsNames;
import io.fanwire.runtime.net.EgressGuard;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.Topics;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The event loop of one worker slot and the connections on it: what outlives a worker that starts over.
 *
 * <p>Every start gets lanes and a queue of its own, so that nothing of the worker before it can reach the new one.
 */
public final class WorkerEngine implements AutoCloseable {
    private static final Duration MARGIN = Duration.ofSeconds(3);
    private static final int WAITING_IN_ORDER = 256;
    private static final int MARKED_KEYS = 10_000;

    private final Shared shared;
    private final Limits limits;
    private final SteadyClock clock;
    private final InstantSource onLoop;
    private final EventLoopGroup group;
    private final EventLoop loop;
    private final DnsNames names;
    private final NettyCallbackClient client;
    private final AuthorizedClient authorized;
    private final Places places;
    private final AtomicLong held = new AtomicLong();

    /**
     * What all workers of a process share.
     *
     * @param work and {@code suspender} and {@code held} and {@code heads}: made anew for every start of a worker
     * @param failures that former workers wrote down
     */
    public record Shared(
            Topics topics,
            AvroSerdes serdes,
            Callbacks callbacks,
            DispatchMetrics metrics,
            LaneMetrics lanes,
            Supplier<List<PartitionWork>> work,
            Supplier<Suspender> suspender,
            Supplier<HeldReading> held,
            Supplier<HeadSearch> heads,
            Jobs jobs,
            KnownFailures failures,
            Shares shares,
            EgressGuard guard,
            Examination examination) {}

    /**
     * The bounds of one worker.
     *
     * @param maxOpen records handed out at the same time
     * @param maxOpenBytes what they may take
     * @param drain longest wait for attempts in flight when partitions are given up
     * @param lease how long after its last poll it may start attempts; asked for at each start of a worker
     */
    public record Limits(
            LaneSettings lanes, int maxOpen, long maxOpenBytes, Duration drain, Supplier<Duration> lease) {}

    public WorkerEngine(
            String name, Shared shared, Limits limits, Transport transport, ClientTls tls, SteadyClock clock) {
        this.shared = shared;
        this.limits = limits;
        this.clock = clock;
        this.places = new Places(limits.lanes().maxInFlight());
        this.group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("loop-" + name), transport.io());
        this.loop = group.next();
        this.names = new DnsNames(
                loop,
                transport.datagram(),
                transport.socket(),
                shared.guard().rules().nameServers());
        this.onLoop = clock.forOneThread();
        this.client = new NettyCallbackClient(loop, transport, tls, new Route(shared.guard(), names), onLoop);
        this.authorized = new AuthorizedClient(loop, client, onLoop);
    }

    /** Attempts in flight. */
    public int inFlight() {
        return places.taken();
    }

    /** Deliveries that wait behind another of their lane. */
    public long held() {
        return held.get();
    }

    WorkerParts parts(Pulse pulse) {
        BlockingQueue<Finished> finished = new LinkedBlockingQueue<>();
        PollLease lease = new PollLease(limits.lease().get(), System::nanoTime);
        Suspender suspender = shared.suspender().get();
        List<PartitionWork> work = new ArrayList<>(shared.work().get());
        work.add(suspender);
        CallbackLanes lanes =
                new CallbackLanes(loop, onLoop, limits.lanes(), laneParts(lease, suspender), finished::add);
        return new WorkerParts(
                shared.topics(),
                new Intake(shared.serdes().deliveries(), shared.topics().tiers(), shared.shares()::spread),
                new Consequences(
                        shared.topics(),
                        shared.serdes().deliveries(),
                        shared.serdes().attempts()),
                lanes,
                loop,
                finished,
                clock.forOneThread(),
                clock::witness,
                lease,
                shared.metrics(),
                new Backpressure.Room(limits.maxOpen(), limits.maxOpenBytes()),
                limits.drain(),
                work,
                suspender,
                ordering(suspender),
                shared.examination(),
                pulse);
    }

    private Ordering ordering(Suspender suspender) {
        LaneSettings settings = limits.lanes();
        OrderedLanes.Limits bounds = new OrderedLanes.Limits(
                shared.topics().held(),
                WAITING_IN_ORDER,
                limits.maxOpen() / 4,
                MARKED_KEYS,
                settings.patience(),
                settings.suspendedFor().dividedBy(24));
        return new Ordering(
                shared.held().get(),
                shared.heads().get(),
                shared.jobs(),
                new LaneRecords(
                        shared.topics(),
                        shared.serdes().deliveries(),
                        shared.serdes().subscriptionStates(),
                        shared.serdes().jobs()),
                bounds,
                subscription -> standsStill(subscription, suspender),
                delivery -> !delivery.progress()
                        .firstSeen()
                        .plus(settings.suspendedFor())
                        .isAfter(clock.instant()),
                this::written,
                held::set);
    }

    private Optional<Instant> written(SubscriptionKey subscription) {
        return shared.callbacks().find(subscription, -1) instanceof Lookup.Found found
                ? Optional.of(found.callback().subscription().updatedAt())
                : Optional.empty();
    }

    private boolean standsStill(SubscriptionKey subscription, Suspender suspender) {
        return shared.callbacks().find(subscription, -1) instanceof Lookup.Found found
                && (!found.callback().subscription().enabled()
                        || suspender
                                .reason(subscription, found.callback().position())
                                .isPresent());
    }

    private LaneParts laneParts(PollLease lease, Suspender suspender) {
        return new LaneParts(
                shared.callbacks(),
                authorized,
                places,
                lease,
                shared.failures(),
                shared.shares(),
                suspender,
                shared.lanes(),
                RandomGenerator.getDefault(),
                System::nanoTime);
    }

    /** How often the machine's clock was set back: Kafka's clients stand still for as long. */
    int setBacks() {
        return clock.setBacks();
    }

    /** Longest time that a worker needs to stop. */
    Duration stopWithin() {
        return limits.drain().plus(MARGIN);
    }

    @Override
    public void close() {
        loop.execute(client::close);
        names.close();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
