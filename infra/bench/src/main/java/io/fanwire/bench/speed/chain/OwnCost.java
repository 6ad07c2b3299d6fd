package io.fanwire.bench.speed.chain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What requests cost this process once it is warm: the first quarter does not count. */
final class OwnCost {
    private final int requests;
    private long cpuNanos;
    private long compilerNanos;
    private long began;

    OwnCost(int requests) {
        this.requests = requests;
    }

    /** So many are answered. */
    void answered(int count) {
        if (count == requests / 4) {
            cpuNanos = cpu();
            compilerNanos = compilers();
            began = System.nanoTime();
        }
    }

    /** Writes requests a second, and microseconds of processor time for each: of all but the compilers, and theirs. */
    void write(Path file) throws IOException {
        int counted = requests - requests / 4;
        double seconds = (System.nanoTime() - began) / 1e9;
        long compiled = compilers() - compilerNanos;
        Files.writeString(
                file,
                counted / seconds + " " + (cpu() - cpuNanos - compiled) / 1e3 / counted + " "
                        + compiled / 1e3 / counted);
    }

    private static long compilers() {
        return Compilers.nanos(ProcessHandle.current().pid());
    }

    private static long cpu() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }
}
