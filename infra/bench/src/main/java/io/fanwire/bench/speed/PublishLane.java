package io.fanwire.bench.speed;

import io.fanwire.bench.process.Child;
import io.fanwire.bench.speed.chain.Compilers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A load in a process of its own, and what the gateway and the broker pay for it.
 *
 * @param seconds that a load takes about
 */
record PublishLane(IngestPlatform platform, int seconds) {
    /** What {@link PublishLoad} is started with; {@code ids}: what its ids begin with, or {@code -}. */
    static List<String> gateway(
            IngestPlatform platform, String topic, int connections, int batch, int bytes, int seconds, String ids) {
        return List.of(
                PublishLoad.class.getName(),
                Integer.toString(platform.gatewayPort()),
                IngestPlatform.KEY,
                topic,
                Integer.toString(connections),
                Integer.toString(batch),
                Integer.toString(bytes),
                Integer.toString(seconds),
                ids);
    }

    /** @param load the main class and its arguments but for the last, the file of its result */
    PublishRow measure(int round, String name, List<String> load) {
        String process = "lane-" + name.replaceAll("\\W", "") + round;
        Path file = platform.folder().resolve(process + ".result");
        List<String> arguments = new ArrayList<>(load.subList(1, load.size()));
        arguments.add(file.toString());
        long gateway = micros("gateway");
        long broker = micros("broker");
        Child child = platform.run(process, "512m", load.get(0), arguments);
        if (!child.awaitEnd(Duration.ofSeconds(seconds + 120L))
                || child.exitCode().orElse(1) != 0) {
            throw new IllegalStateException(child + " failed: see " + platform.folder());
        }
        LaneResult result = result(file);
        return new PublishRow(
                round,
                name,
                result,
                (micros("gateway") - gateway) / (double) result.events(),
                (micros("broker") - broker) / (double) result.events());
    }

    private static LaneResult result(Path file) {
        try {
            return LaneResult.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("a load left no result", e);
        }
    }

    private long micros(String process) {
        long pid = platform.child(process).pid();
        return (Cpu.of(pid).toNanos() - Compilers.nanos(pid)) / 1000;
    }
}
