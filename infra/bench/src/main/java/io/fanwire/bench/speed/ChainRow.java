package io.fanwire.bench.speed;

import java.util.Locale;

/**
 * One measured round of a lane.
 *
 * @param round 0 warms up
 * @param costs of one delivery
 * @param repeated requests that brought what had come before
 */
record ChainRow(String lane, int round, long deliveries, double seconds, ChainCosts costs, long repeated) {
    static final String HEAD = String.format(
            Locale.ROOT,
            "%-22s %-7s %12s %8s %11s %8s %8s %9s",
            "lane",
            "round",
            "deliveries/s",
            "router",
            "dispatcher",
            "broker",
            "sink",
            "repeated");

    double rate() {
        return deliveries / seconds;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%-22s %-7s %12.0f %8.1f %11.1f %8.1f %8.1f %9d",
                lane,
                round == 0 ? "warm-up" : Integer.toString(round),
                rate(),
                costs.router(),
                costs.dispatcher(),
                costs.broker(),
                costs.sink(),
                repeated);
    }
}
