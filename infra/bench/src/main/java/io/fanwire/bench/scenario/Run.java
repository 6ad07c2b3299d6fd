package io.fanwire.bench.scenario;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * One run of one scenario: its seed, its size, where it keeps its files and whom it tells.
 *
 * @param full the base load; otherwise a tenth of it
 * @param most events a second of the base load: a slower machine bears fewer
 * @param corpora where tables of hostile input lie, if they do
 */
public record Run(long seed, boolean full, double most, Path folder, Path corpora, PrintWriter out) {
    void say(String line) {
        out.println("  " + line);
        out.flush();
    }

    /** One number in the short form, another in the full one. */
    long size(long shortly, long fully) {
        return full ? fully : shortly;
    }

    /** So many events a second. */
    double pace(double shortly, double fully) {
        return full ? Math.min(fully, most) : shortly;
    }

    /** The machine's load: a figure taken beside other work says little. */
    public static String machine() {
        return String.format(
                "load average %.1f on %d processors",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
    }
}
