package io.fanwire.bench.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.bench.process.Child;
import io.fanwire.bench.process.Ports;
import io.fanwire.local.Json;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A thousand callbacks, each of which gets one event of a thousand, by its type. They are all healthy, or one of twenty is dead, which is
 * half of them refuse connections and half never answer, and one of twenty answers after two seconds. What is measured is what the healthy
 * ones get. The ill ones live for as long as they are measured. Owned by the thread that measures.
 */
final class ManyLane implements Lane {
    static final int CALLBACKS = 1_000;

    private static final int OF = 20;

    private final ChainRun run;
    private final String name;
    private final boolean ill;
    private final int events;
    private final int bytes;
    private final int closedPort = new Ports().next();
    private long laid;
    private int lives;

    /** Makes its topic and those subscriptions that are healthy; {@code deliveries}: of a round, in whole thousands. */
    ManyLane(ChainRun run, String name, boolean ill, int deliveries, int bytes) {
        this.run = run;
        this.name = name;
        this.ill = ill;
        this.events = Math.max(1, deliveries / CALLBACKS) * CALLBACKS;
        this.bytes = bytes;
        run.platform().client().putTopic(name, RouteLane.PARTITIONS);
        callbacks()
                .filter(this::healthy)
                .forEach(n ->
                        run.subscribe(name + "-" + n, name, run.sink().url(false) + "/" + name + "/" + n, ofType(n)));
    }

    String topic() {
        return name;
    }

    /** Of so many events in a row: how many are for healthy callbacks. */
    long healthyOf(long sent) {
        long whole = sent / CALLBACKS * callbacks().filter(this::healthy).count();
        return whole + callbacks().limit(sent % CALLBACKS).filter(this::healthy).count();
    }

    @Override
    public ChainRow measure(int round) {
        return withTheIll(() -> {
            Child router = run.platform().child("router");
            ChainMemory.Mark memory = ChainMemory.Mark.now(run);
            router.freeze();
            run.lay(new ChainRun.Events(name, events, bytes, CALLBACKS, laid, CALLBACKS));
            laid += events;
            long all = run.sink().counts(name).distinct() + healthyOf(events);
            Stretch stretch = new Stretch(run, name, memory);
            router.thaw();
            return stretch.row(round, all);
        });
    }

    /** Does something while there are ill callbacks, and waits until nothing is left of them. */
    <T> T withTheIll(Supplier<T> work) {
        if (!ill) {
            return work.get();
        }
        List<Integer> those = callbacks().filter(n -> !healthy(n)).boxed().toList();
        String life = name + "-ill" + lives++ + "-";
        those.forEach(n -> run.subscribe(life + n, name, illUrl(n), ofType(n)));
        try {
            return work.get();
        } finally {
            those.forEach(n -> run.platform().client().deleteSubscription(life + n));
            run.quiet();
        }
    }

    private String illUrl(int n) {
        if (n % OF == 1) {
            return run.sink().url(false) + "/d2000/ill/" + n;
        }
        return n % (2 * OF) == 0
                ? "http://127.0.0.1:" + closedPort + "/"
                : run.sink().url(false) + "/never/ill/" + n;
    }

    private boolean healthy(int n) {
        return !ill || n % OF > 1;
    }

    private static ObjectNode ofType(int n) {
        ObjectNode type = Json.object();
        type.putArray("types").add("t" + n);
        return type;
    }

    private static IntStream callbacks() {
        return IntStream.range(0, CALLBACKS);
    }
}
