package io.fanwire.bench.speed;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The dispatcher alone: its deliveries lie in their topic before it starts, as a fresh process with settings of its own, and the router
 * has nothing left to do. It is warm, and counts, when it has made so many. Owned by the thread that measures.
 */
final class ReadyLane implements Lane {
    private static final String MADE = "fanwire_router_deliveries_total";
    private static final Duration ROUTED_WITHIN = Duration.ofMinutes(10);

    private final ChainRun run;
    private final ChainLane events;
    private final Map<String, String> settings;
    private final long warm;

    /** {@code warm}: deliveries that do not count. */
    ReadyLane(ChainRun run, ChainLane.Shape shape, Map<String, String> settings, long warm) {
        this.run = run;
        this.events = new ChainLane(run, shape);
        this.settings = Map.copyOf(settings);
        this.warm = warm;
    }

    @Override
    public ChainRow measure(int round) {
        String lane = events.shape().name();
        run.stopDispatcher();
        long before = run.sink().counts(lane).distinct();
        long all = before + events.shape().deliveries();
        route();
        run.startDispatcher(settings);
        Stretch.await(run, lane, before + warm);
        return new Stretch(run, lane).row(round, all);
    }

    private void route() {
        long made = run.platform().metric("router", MADE) + events.shape().deliveries();
        long deadline = System.nanoTime() + ROUTED_WITHIN.toNanos();
        events.lay();
        while (run.platform().metric("router", MADE) < made) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "the router did not end in time: see " + run.platform().folder());
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos()); // its last commit
    }
}
