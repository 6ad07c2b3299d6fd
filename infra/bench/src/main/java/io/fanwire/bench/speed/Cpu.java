package io.fanwire.bench.speed;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Processor time of processes, as the system counts it, in steps of some milliseconds. */
final class Cpu {
    private Cpu() {}

    static Duration ofThis() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Zero when it is gone. */
    static Duration of(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    /** Of the last minute; negative where the system does not tell. */
    static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
