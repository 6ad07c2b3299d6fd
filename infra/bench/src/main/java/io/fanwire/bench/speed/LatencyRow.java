package io.fanwire.bench.speed;

import java.util.Locale;

/**
 * One round of events at a steady rate.
 *
 * @param rate events a second
 * @param p50 milliseconds from when an event was to be sent to the first byte at its callback, at the middle; {@code p99}, {@code p999}
 *     likewise
 * @param missing that were refused or did not come: the round is void
 */
record LatencyRow(String lane, int round, int rate, long events, double p50, double p99, double p999, long missing)
        implements Measured {
    static final String HEAD = String.format(
            Locale.ROOT, "%-14s %-7s %12s %10s %10s %10s", "lane", "round", "events/s", "p50", "p99", "p99.9");

    String line() {
        return String.format(Locale.ROOT, "%-14s %-7s %12d %10.1f %10.1f %10.1f", lane, name(), rate, p50, p99, p999)
                + verdict();
    }
}
