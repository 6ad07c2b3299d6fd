package io.fanwire.bench.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.bench.process.Child;
import io.fanwire.local.Json;

/**
 * A topic with so many subscriptions, and events for it: the router is frozen while they are laid down, and then it and the dispatcher
 * have them all before them. Owned by the thread that measures.
 */
final class ChainLane implements Lane {
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
            String name,
            int fanOut,
            int events,
            int bytes,
            int keys,
            String ordering,
            int maxInFlight,
            boolean tls,
            String path) {
        static Shape plain(String name, int fanOut, int deliveries, int bytes) {
            return new Shape(name, fanOut, deliveries / fanOut, bytes, 10_000, "none", 1_000, false, "/");
        }

        Shape ordered() {
            return new Shape(name, fanOut, events, bytes, keys, "key", maxInFlight, tls, path);
        }

        Shape encrypted() {
            return new Shape(name, fanOut, events, bytes, keys, ordering, maxInFlight, true, path);
        }

        /** With callbacks that take so long. */
        Shape slow(int most, int millis) {
            return new Shape(name, fanOut, events, bytes, keys, ordering, most, tls, "/d" + millis + "/");
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
            run.subscribe(
                    shape.name() + "-" + n,
                    shape.name(),
                    run.sink().url(shape.tls()) + shape.path() + shape.name() + "/" + n,
                    usual().put("ordering", shape.ordering()).put("maxInFlight", shape.maxInFlight()));
        }
    }

    /** What callbacks of a lane have that are neither slow nor in order. */
    static ObjectNode usual() {
        return Json.object().put("timeout", "30s").put("maxInFlight", 1_000);
    }

    Shape shape() {
        return shape;
    }

    /** Lays down the events of a round. */
    void lay() {
        run.lay(new ChainRun.Events(shape.name(), shape.events(), shape.bytes(), shape.keys(), laid, 0));
        laid += shape.events();
    }

    @Override
    public ChainRow measure(int round) {
        Child router = run.platform().child("router");
        ChainMemory.Mark memory = ChainMemory.Mark.now(run);
        router.freeze();
        lay();
        long all = run.sink().counts(shape.name()).distinct() + shape.deliveries();
        Stretch stretch = new Stretch(run, shape.name(), memory);
        router.thaw();
        return stretch.row(round, all);
    }
}
