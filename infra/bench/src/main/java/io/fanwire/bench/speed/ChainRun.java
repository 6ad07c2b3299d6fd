package io.fanwire.bench.speed;

import io.fanwire.bench.process.Child;
import io.fanwire.bench.speed.chain.EventLoad;
import java.time.Duration;
import java.util.List;

/** The processes that a chain is measured on. */
record ChainRun(IngestPlatform platform, SinkHandle sink) {
    /** Lays down events whose ids count from {@code first}. */
    void lay(String topic, int events, int bytes, int keys, long first) {
        ended(platform.run(
                "load",
                "512m",
                EventLoad.class.getName(),
                List.of(
                        platform.bootstrap(),
                        RouteLane.topics().events(topic),
                        Integer.toString(events),
                        Integer.toString(bytes),
                        Integer.toString(keys),
                        Long.toString(first))));
    }

    /** Waits for the good end of a process. */
    void ended(Child child) {
        if (!child.awaitEnd(Duration.ofMinutes(2)) || child.exitCode().orElse(1) != 0) {
            throw new IllegalStateException(child + " failed: see " + platform.folder());
        }
    }
}
