package io.fanwire.bench.speed;

import io.fanwire.bench.process.Child;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The dispatcher alone: it is frozen while the router routes all that is to be delivered, and then the router has nothing left to do. One
 * that was frozen for longer than its group waits has lost its partitions and must come back first: what it delivers then, and until so
 * many are delivered, does not count. Owned by the thread that measures.
 *
 * @param uncounted deliveries that do not count
 * @param first round
 */
record ReadyLane(ChainRun run, ChainLane events, long uncounted, int first) implements Lane {
    private static final String MADE = "fanwire_router_deliveries_total";
    private static final Duration ROUTED_WITHIN = Duration.ofMinutes(10);

    @Override
    public ChainRow measure(int round) {
        String lane = events.shape().name();
        long before = run.sink().counts(lane).distinct();
        Child dispatcher = run.platform().child("dispatcher");
        route(dispatcher);
        dispatcher.thaw();
        Stretch.await(run, lane, before + uncounted);
        return new Stretch(run, lane).row(round, before + events.shape().deliveries());
    }

    private void route(Child dispatcher) {
        Child router = run.platform().child("router");
        long made = run.platform().metric("router", MADE) + events.shape().deliveries();
        router.freeze();
        events.lay();
        dispatcher.freeze();
        router.thaw();
        long deadline = System.nanoTime() + ROUTED_WITHIN.toNanos();
        while (run.platform().metric("router", MADE) < made) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "the router did not end in time: see " + run.platform().folder());
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos()); // its last commit
    }
}
