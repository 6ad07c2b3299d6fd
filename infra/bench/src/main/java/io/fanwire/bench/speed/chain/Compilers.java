package io.fanwire.bench.speed.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the compilers of a JVM have taken of its processor time, by the system's count of their threads. A service that has run for long
 * has compiled all that it runs; in a benchmark of minutes they take as much as the work.
 */
public final class Compilers {
    private static final long NANOS_OF_A_TICK = 10_000_000; // a hundred of them a second, wherever Linux runs
    private static final int USER = 11;

    private Compilers() {}

    /** Nanoseconds; 0 where the system does not tell, and of a process that is gone. */
    public static long nanos(long pid) {
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        if (!Files.isDirectory(tasks)) {
            return 0;
        }
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.mapToLong(thread -> ticks(thread.resolve("stat"))).sum() * NANOS_OF_A_TICK;
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }

    private static long ticks(Path stat) {
        try {
            return ticks(Files.readString(stat));
        } catch (IOException over) {
            return 0;
        }
    }

    /** Of a thread's line in proc(5), whose name stands in brackets and may hold anything; 0 of any other thread. */
    static long ticks(String stat) {
        int from = stat.indexOf('(');
        int to = stat.lastIndexOf(')');
        String name = stat.substring(from + 1, to);
        if (!name.startsWith("C1 Compiler") && !name.startsWith("C2 Compiler")) {
            return 0;
        }
        List<String> rest = List.of(stat.substring(to + 2).split(" ", -1));
        return Long.parseLong(rest.get(USER)) + Long.parseLong(rest.get(USER + 1));
    }
}
