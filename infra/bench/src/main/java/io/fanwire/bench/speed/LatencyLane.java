package io.fanwire.bench.speed;

import io.fanwire.bench.speed.chain.OpenLoad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Events at a steady rate through the gateway, whatever becomes of those before, and how long after the time that each was to be sent it
 * comes to its callback.
 */
record LatencyLane(ChainRun run, int bytes) {
    private static final int CONNECTIONS = 512;

    /**
     * What is sent.
     *
     * @param topic that is a lane of the sink too
     * @param types of events, in turn
     */
    record Pace(String topic, int types, int rate, int seconds) {
        /** Those included that are not timed. */
        long events() {
            return (long) rate * (OpenLoad.LEAD_SECONDS + seconds);
        }
    }

    /** Measures once; {@code due}: how many pairs the sink is to get. */
    LatencyRow measure(String name, int round, Pace pace, long due) {
        SinkCounts before = run.sink().counts(pace.topic());
        run.sink().forgetLatencies(pace.topic());
        long refused = send(name, round, pace);
        Stretch.await(run, pace.topic(), before.distinct() + due);
        SinkCounts now = run.sink().counts(pace.topic());
        return new LatencyRow(
                name,
                round,
                pace.rate(),
                now.timed(),
                now.p50() / 1e3,
                now.p99() / 1e3,
                now.p999() / 1e3,
                Math.max(refused, before.distinct() + due - now.distinct()));
    }

    private long send(String name, int round, Pace pace) {
        Path result = run.platform().folder().resolve(name + "-latency" + round + ".result");
        run.ended(run.platform()
                .run(
                        "open-load",
                        "512m",
                        OpenLoad.class.getName(),
                        List.of(
                                Integer.toString(run.platform().gatewayPort()),
                                IngestPlatform.KEY,
                                pace.topic(),
                                Integer.toString(CONNECTIONS),
                                Integer.toString(pace.rate()),
                                Integer.toString(pace.seconds()),
                                Integer.toString(bytes),
                                Integer.toString(pace.types()),
                                result.toString())));
        try {
            return Long.parseLong(Files.readString(result).split(" ", -1)[1]);
        } catch (IOException e) {
            throw new UncheckedIOException("a load left no result", e);
        }
    }
}
