package io.fanwire.bench.speed;

import java.util.Locale;

/**
 * One round of publishing as fast as answers come.
 *
 * @param gateway processor time of the gateway for each event, in microseconds; {@code broker} of the broker
 * @param missing events that were answered with 202 and are not in the topic: the round is void
 */
record GatewayRow(String lane, int round, long events, double seconds, double gateway, double broker, long missing)
        implements Measured {
    static final String HEAD =
            String.format(Locale.ROOT, "%-14s %-7s %12s %10s %10s", "lane", "round", "events/s", "gateway", "broker");

    double rate() {
        return events / seconds;
    }

    String line() {
        return String.format(Locale.ROOT, "%-14s %-7s %12.0f %10.1f %10.1f", lane, name(), rate(), gateway, broker)
                + verdict();
    }
}
