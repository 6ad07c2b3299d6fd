package io.fanwire.bench.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.bench.process.Child;
import io.fanwire.local.Json;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * A topic and so many subscriptions of it, and what a delivery to them costs: the router is frozen while Kafka's own producer lays down the
 * events, and then has them all before it. Owned by the thread that measures.
 */
final class RouteLane {
    static final String HEAD = String.format(
            Locale.ROOT,
            "%-7s %7s %10s %12s %12s %12s",
            "round",
            "fan-out",
            "events",
            "deliveries/s",
            "router",
            "broker");

    /** Of the topics that events and deliveries are in. */
    static final int PARTITIONS = 6;

    private static final String MADE = "fanwire_router_deliveries_total";
    private static final Duration WITHIN = Duration.ofMinutes(5);

    private final IngestPlatform platform;
    private final int fanOut;
    private int laid;
    private long made;

    /** {@code filter}: that all subscriptions have; empty: none. The topic and the subscriptions are made. */
    RouteLane(IngestPlatform platform, int fanOut, String filter) {
        this.platform = platform;
        this.fanOut = fanOut;
        platform.client().putTopic(topic(), PARTITIONS);
        for (int n = 0; n < fanOut; n++) {
            ObjectNode subscription = Json.object()
                    .put("topic", topic())
                    .put("url", "http://127.0.0.1:80/")
                    .put("format", "raw");
            if (!filter.isEmpty()) {
                subscription.put("filter", filter);
            }
            platform.client().putSubscription("s" + fanOut + "-" + n, subscription);
        }
    }

    /** Measures once; answers the line to print. */
    String run(String round, int events, int bytes) {
        Child router = platform.child("router");
        Child broker = platform.child("broker");
        long before = platform.metric("router", MADE);
        router.freeze();
        lay(events, bytes);
        long routerCpu = micros(router);
        long brokerCpu = micros(broker);
        long began = System.nanoTime();
        router.thaw();
        long all = (long) events * fanOut;
        while (platform.metric("router", MADE) < before + all) {
            if (System.nanoTime() - began > WITHIN.toNanos() || !router.alive()) {
                throw new IllegalStateException("the router did not end in time: see " + platform.folder());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        made += all;
        return String.format(
                Locale.ROOT,
                "%-7s %7d %10d %12.0f %12.2f %12.2f",
                round,
                fanOut,
                events,
                all / seconds,
                (micros(router) - routerCpu) / (double) all,
                (micros(broker) - brokerCpu) / (double) all);
    }

    /** How many deliveries there have to be by now. */
    long made() {
        return made;
    }

    /** Writes so many events, as a producer does. */
    void lay(int events, int bytes) {
        String name = "events-" + fanOut + "-" + laid++;
        Child producer = platform.run(
                name,
                "512m",
                ProducerLoad.class.getName(),
                List.of(
                        platform.bootstrap(),
                        topics().events(topic()),
                        Integer.toString(events),
                        Integer.toString(bytes),
                        platform.folder().resolve(name + ".result").toString()));
        if (!producer.awaitEnd(Duration.ofMinutes(2)) || producer.exitCode().orElse(1) != 0) {
            throw new IllegalStateException(producer + " failed: see " + platform.folder());
        }
    }

    private String topic() {
        return "fan" + fanOut;
    }

    String eventsTopic() {
        return topics().events(topic());
    }

    static Topics topics() {
        return new Topics(TopicSettings.local("fanwire."));
    }

    private static long micros(Child child) {
        return Cpu.of(child.pid()).toNanos() / 1000;
    }
}
