package io.fanwire.bench.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.bench.process.Child;
import io.fanwire.local.Json;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A topic with so many subscriptions, and events for it: the router is frozen while they are laid down, and then it and the dispatcher
 * have them all before them. Owned by the thread that measures.
 */
final class ChainLane {
    private static final Duration WITHIN = Duration.ofMinutes(4);
    private static final String SECRET = "whsec_" + "A".repeat(43) + "=";

    private final ChainRun run;
    private final Shape shape;
    private long laid;

    /**
     * What is different from lane to lane.
     *
     * @param events of a round
     * @param path that subscriptions' callbacks begin with
     */
    record Shape(
            String name, int fanOut, int events, int bytes, int keys, String ordering, int maxInFlight, String path) {
        static Shape plain(String name, int fanOut, int events, int bytes) {
            return new Shape(name, fanOut, events, bytes, 10_000, "none", 1_000, "/");
        }

        long deliveries() {
            return (long) fanOut * events;
        }
    }

    /** Makes its topic and its subscriptions. */
    ChainLane(ChainRun run, Shape shape) {
        this.run = run;
        this.shape = shape;
        run.platform().client().putTopic(shape.name(), RouteLane.PARTITIONS);
        for (int n = 0; n < shape.fanOut(); n++) {
            ObjectNode subscription = Json.object()
                    .put("topic", shape.name())
                    .put("url", "http://127.0.0.1:" + run.sink().port() + shape.path() + shape.name() + "/" + n)
                    .put("format", "raw")
                    .put("ordering", shape.ordering())
                    .put("timeout", "30s")
                    .put("maxInFlight", shape.maxInFlight());
            subscription.putObject("signing").put("style", "standard").put("secret", SECRET);
            run.platform().client().putSubscription(shape.name() + "-" + n, subscription);
        }
    }

    Shape shape() {
        return shape;
    }

    /** Measures once. */
    ChainRow measure(int round) {
        Child router = run.platform().child("router");
        router.freeze();
        run.lay(shape.name(), shape.events(), shape.bytes(), shape.keys(), laid);
        laid += shape.events();
        SinkCounts before = run.sink().counts();
        ChainCosts costs = ChainCosts.now(run);
        long began = System.nanoTime();
        router.thaw();
        SinkCounts now = run.sink().counts();
        while (now.distinct() < before.distinct() + shape.deliveries()) {
            if (System.nanoTime() - began > WITHIN.toNanos()) {
                throw new IllegalStateException("only " + (now.distinct() - before.distinct()) + " of "
                        + shape.deliveries() + " came: see " + run.platform().folder());
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            now = run.sink().counts();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        LockSupport.parkNanos(Duration.ofMillis(500).toNanos()); // the last commits belong to it
        return new ChainRow(
                shape.name(),
                round,
                shape.deliveries(),
                seconds,
                ChainCosts.now(run).since(costs).each(shape.deliveries()),
                now.requests() - before.requests() - shape.deliveries());
    }
}
