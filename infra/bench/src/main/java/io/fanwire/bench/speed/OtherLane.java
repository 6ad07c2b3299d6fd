package io.fanwire.bench.speed;

import io.fanwire.bench.speed.chain.Compilers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Any other system on the same topic and the same sink: a command for a shell, which finds what it needs in its environment. Its ids are its
 * own affair, so its requests are counted as they come. Its processor time is that of the shell and all that it started, without the compilers of JVMs.
 */
record OtherLane(ChainRun run, int events, String name, String command) implements Lane {
    private static final Duration WITHIN = Duration.ofMinutes(5);

    /** {@code NAME=COMMAND}. */
    static OtherLane parse(ChainRun run, int events, String text) {
        int at = text.indexOf('=');
        if (at < 1) {
            throw new IllegalArgumentException("not NAME=COMMAND: " + text);
        }
        return new OtherLane(run, events, text.substring(0, at), text.substring(at + 1));
    }

    /** Runs it until the sink has so many more requests, the first quarter of which warms it up, and ends it. */
    @Override
    public ChainRow measure(int round) {
        SinkCounts start = run.sink().counts(name);
        Process process = start(round);
        try {
            double own = await(process, start.requests() + events / 4);
            SinkCounts warm = run.sink().counts(name);
            ChainCosts costs = ChainCosts.now(run);
            long began = System.nanoTime();
            double end = await(process, start.requests() + events);
            double seconds = (System.nanoTime() - began) / 1e9;
            SinkCounts now = run.sink().counts(name);
            long counted = now.requests() - warm.requests();
            ChainCosts each = ChainCosts.now(run).since(costs).each(counted);
            return new ChainRow(
                    name,
                    round,
                    counted,
                    seconds,
                    new ChainCosts(0, (end - own) / counted, each.broker(), each.sink(), each.compilers()),
                    ChainMemory.NONE,
                    0,
                    0);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start(int round) {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command);
        builder.environment()
                .putAll(Map.of(
                        "BENCH_KAFKA",
                        run.platform().bootstrap(),
                        "BENCH_TOPIC",
                        RouteLane.topics().events("bare"),
                        "BENCH_GROUP",
                        name + "-" + round,
                        "BENCH_EVENTS",
                        Integer.toString(events),
                        "BENCH_SINK",
                        "http://127.0.0.1:" + run.sink().port() + "/" + name));
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                run.platform().folder().resolve(name + round + ".log").toFile());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be started", e);
        }
    }

    /** Answers what it has cost by then; one that has ended by itself does not tell any more. */
    private double await(Process process, long requests) {
        long deadline = System.nanoTime() + WITHIN.toNanos();
        double cost = micros(process);
        while (run.sink().counts(name).requests() < requests) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        name + " did not send all: see " + run.platform().folder());
            }
            cost = Math.max(cost, micros(process));
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return Math.max(cost, micros(process));
    }

    private static double micros(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToDouble(one -> (Cpu.of(one.pid()).toNanos() - Compilers.nanos(one.pid())) / 1e3)
                .sum();
    }
}
