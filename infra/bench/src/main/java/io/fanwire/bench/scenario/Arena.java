package io.fanwire.bench.scenario;

import io.fanwire.bench.ledger.AttemptTail;
import io.fanwire.bench.ledger.Evidence;
import io.fanwire.bench.ledger.History;
import io.fanwire.bench.ledger.LogReader;
import io.fanwire.bench.ledger.Lying;
import io.fanwire.bench.ledger.Published;
import io.fanwire.bench.ledger.Wanted;
import io.fanwire.bench.load.AcceptedLog;
import io.fanwire.bench.load.Events;
import io.fanwire.bench.load.Load;
import io.fanwire.bench.process.Child;
import io.fanwire.bench.sink.SinkLogReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A running platform under load, with everything that watches it: what scenarios act on, and what evidence is taken from. Owned by the
 * thread that runs the scenario.
 */
final class Arena implements AutoCloseable {
    /** In seconds: about what the processes of a run take until they are compiled. */
    private static final double RAMP = 60;

    private static final long SPREAD = 6;
    private static final Duration STOPS = Duration.ofSeconds(30);

    private final Run run;
    private final Platform platform;
    private final Population population;
    private final AttemptTail tail;
    private final AcceptedLog accepted;
    private final FaultDriver faults;
    private final SplittableRandom random;
    private final List<History.Bound> bounds = new ArrayList<>();
    private Instant faultsOver = Instant.now();
    private Optional<Instant> settled = Optional.empty();
    private Optional<History.Neighbours> neighbours = Optional.empty();

    private Arena(Run run, Platform platform, Population population) {
        this.run = run;
        this.platform = platform;
        this.population = population;
        this.random = new SplittableRandom(run.seed());
        this.faults = new FaultDriver(platform);
        this.accepted = new AcceptedLog(run.folder().resolve("accepted.tsv"));
        this.tail = AttemptTail.start(platform.cluster(), platform.topics());
    }

    static Arena open(Run run, Setup setup, Population.Terms terms) {
        long began = System.nanoTime();
        Platform platform = Platform.start(run.folder(), setup, new JvmOptions(!run.full()));
        try {
            Arena arena = new Arena(run, platform, Population.settle(platform, terms));
            platform.sink().script("*", "some 0.1 500 " + run.seed());
            run.say("up in " + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
            return arena;
        } catch (RuntimeException | Error e) {
            platform.close();
            throw e;
        }
    }

    Platform platform() {
        return platform;
    }

    Population population() {
        return population;
    }

    FaultDriver faults() {
        return faults;
    }

    SplittableRandom random() {
        return random;
    }

    AttemptTail tail() {
        return tail;
    }

    AcceptedLog accepted() {
        return accepted;
    }

    Run run() {
        return run;
    }

    /**
     * Publishes events at a pace; the nth event of a run is always the same. The whole load grows to its pace first, and what a scenario
     * does next meets all of it: this returns when it has grown.
     */
    Load load(long first, long count, double perSecond) {
        return load(first, count, perSecond, 10, 1024);
    }

    Load load(long first, long count, double perSecond, int keys, int bytes) {
        Load load = load(new Load.Pace(first, count, perSecond, run.pace(0, RAMP), batch(perSecond), 4), keys, bytes);
        load.awaitPace();
        return load;
    }

    /** The same, without growing. */
    Load loadAtOnce(long first, long count, double perSecond) {
        return load(new Load.Pace(first, count, perSecond, 0, batch(perSecond), 4), 10, 1024);
    }

    private Load load(Load.Pace pace, int keys, int bytes) {
        Events events = new Events(
                run.seed(), Population.TOPIC, Population.TYPES, keys, bytes, Optional.of(Population.OTHER_TENANT));
        return Load.start(platform.gateway(), events, pace, accepted);
    }

    private static int batch(double perSecond) {
        return perSecond == 0 ? 50 : Math.max(1, Math.min(50, (int) (perSecond / 20)));
    }

    /** In milliseconds. With the whole load the faults are spread over it: whoever was killed is mostly up again at the next. */
    void pauseBetweenKills(int least, int most) {
        Waiting.pause(Duration.ofMillis(random.nextInt(least, most) * run.size(1, SPREAD)));
    }

    /** From now on nothing disturbs. */
    void faultsOver() {
        faultsOver = Instant.now();
    }

    void bound(String what, double peak, double limit) {
        bounds.add(new History.Bound(what, peak, limit));
    }

    void neighbours(History.Phase before, History.Phase during, Set<String> misbehaving) {
        neighbours = Optional.of(new History.Neighbours(before, during, misbehaving));
    }

    /** Waits until everything that was promised has ended, at most so long. */
    boolean settle(Duration atMost) {
        return settle(0, atMost);
    }

    /** The same for a later generation of all of it. */
    boolean settle(int generation, Duration atMost) {
        boolean done = ended(promised(generation), atMost) && ended(madeForDeleted(generation), atMost);
        if (done) {
            settled = Optional.of(Instant.now());
        }
        return done;
    }

    private boolean ended(Set<String> open, Duration atMost) {
        boolean done = Waiting.within(atMost, () -> {
            open.removeIf(tail::hasEnded);
            return open.isEmpty();
        });
        if (!done) {
            run.say(open.size() + " deliveries did not end in " + atMost.toSeconds() + " s, e.g. "
                    + open.stream().limit(3).toList());
        }
        return done;
    }

    /** An event that was routed after a deletion is no delivery: those that were made are found in the log. */
    private Set<String> madeForDeleted(int generation) {
        Set<String> deleted = population.all().stream()
                .filter(wanted -> wanted.deleting().isPresent())
                .map(wanted -> wanted.key().id())
                .collect(Collectors.toSet());
        if (deleted.isEmpty()) {
            return new HashSet<>();
        }
        try (LogReader reader = new LogReader(platform.cluster(), platform.topics())) {
            return reader.deliveries().stream()
                    .map(Lying::delivery)
                    .filter(delivery -> deleted.contains(delivery.subscription().id()))
                    .map(delivery -> AttemptTail.name(
                            delivery.origin().eventId(), delivery.subscription().id(), generation))
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }

    private Set<String> promised(int generation) {
        Set<String> promised = new HashSet<>();
        List<Wanted> wanted = population.all().stream()
                .filter(one -> one.deleting().isEmpty())
                .toList();
        for (Published call : accepted.calls()) {
            if (call.result() == Published.Result.OK) {
                wanted.stream()
                        .filter(one -> one.mustGet(call))
                        .forEach(one -> promised.add(
                                AttemptTail.name(call.id(), one.key().id(), generation)));
            }
        }
        return promised;
    }

    /** Everything that is known now. Where it did not come to an end, nothing moves any more while it is read. */
    Evidence evidence() {
        if (settled.isEmpty()) {
            for (Child dispatcher : platform.dispatchers()) {
                dispatcher.terminate();
                dispatcher.awaitEnd(STOPS);
            }
        }
        platform.sink().count();
        try (LogReader reader = new LogReader(platform.cluster(), platform.topics())) {
            return Evidence.of(new History(
                    population.all(),
                    accepted.calls(),
                    reader.events(),
                    reader.deliveries(),
                    reader.deadLetters(),
                    tail.all(),
                    SinkLogReader.read(platform.sinkLog()),
                    reader.committed(),
                    faults.all(),
                    bounds,
                    new History.Ending(faultsOver, settled, platform.setup().longestTier()),
                    neighbours));
        }
    }

    @Override
    public void close() {
        accepted.close();
        platform.close();
        tail.close();
    }
}
