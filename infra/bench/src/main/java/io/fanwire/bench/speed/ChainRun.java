package io.fanwire.bench.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.bench.process.Child;
import io.fanwire.bench.speed.chain.EventLoad;
import io.fanwire.local.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The processes that a chain is measured on.
 *
 * @param settings that every dispatcher of the run has
 */
record ChainRun(IngestPlatform platform, SinkHandle sink, Map<String, String> settings) {
    private static final String SECRET = "whsec_" + "A".repeat(43) + "=";
    private static final Duration QUIET_WITHIN = Duration.ofMinutes(2);
    private static final double QUIET_MICROS = 100_000;

    /** What events are laid down: their ids count from {@code first}; of so many types in turn, 0: of none. */
    record Events(String topic, int count, int bytes, int keys, long first, int types) {}

    void lay(Events events) {
        ended(platform.run(
                "load",
                "512m",
                EventLoad.class.getName(),
                List.of(
                        platform.bootstrap(),
                        RouteLane.topics().events(events.topic()),
                        Integer.toString(events.count()),
                        Integer.toString(events.bytes()),
                        Integer.toString(events.keys()),
                        Long.toString(events.first()),
                        Integer.toString(events.types()))));
    }

    /** Waits for the good end of a process. */
    void ended(Child child) {
        if (!child.awaitEnd(Duration.ofMinutes(3)) || child.exitCode().orElse(1) != 0) {
            throw new IllegalStateException(child + " failed: see " + platform.folder());
        }
    }

    /** Puts a subscription that signs and sends events as they are; {@code more} changes what it says. */
    void subscribe(String id, String topic, String url, ObjectNode more) {
        ObjectNode subscription =
                Json.object().put("topic", topic).put("url", url).put("format", "raw");
        subscription.putObject("signing").put("style", "standard").put("secret", SECRET);
        subscription.setAll(more);
        platform.client().putSubscription(id, subscription);
    }

    /** Starts a dispatcher with the run's settings and these; returns when it dispatches. */
    void startDispatcher(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(more);
        platform.dispatcher("512m", all);
    }

    /** Ends the dispatcher in good order. */
    void stopDispatcher() {
        Child dispatcher = platform.child("dispatcher");
        dispatcher.terminate();
        if (!dispatcher.awaitEnd(Duration.ofSeconds(60))) {
            throw new IllegalStateException(dispatcher + " does not end: see " + platform.folder());
        }
    }

    /** Waits until the services have done what was left to them: both together take less than a tenth of a processor. */
    void quiet() {
        long deadline = System.nanoTime() + QUIET_WITHIN.toNanos();
        ChainCosts taken;
        do {
            ChainCosts before = ChainCosts.now(this);
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            taken = ChainCosts.now(this).since(before);
        } while (taken.router() + taken.dispatcher() > QUIET_MICROS && System.nanoTime() < deadline);
    }
}
