package io.fanwire.bench.speed;

import java.util.Locale;

/**
 * One measured round of a lane.
 *
 * @param round 0 warms up
 * @param costs of one delivery
 * @param repeated requests that brought what had come before
 * @param missing pairs of event and subscription that did not come, or negative, that came without being due: the round is void
 */
record ChainRow(
        String lane,
        int round,
        long deliveries,
        double seconds,
        ChainCosts costs,
        ChainMemory memory,
        long repeated,
        long missing)
        implements Measured {
    static final String HEAD = String.format(
            Locale.ROOT,
            "%-14s %-7s %12s %8s %11s %8s %8s %9s %10s %9s %9s %9s %9s",
            "lane",
            "round",
            "deliveries/s",
            "router",
            "dispatcher",
            "broker",
            "sink",
            "compilers",
            "router KB",
            "disp. KB",
            "router M",
            "disp. M",
            "repeated");

    double rate() {
        return deliveries / seconds;
    }

    String line() {
        return String.format(
                        Locale.ROOT,
                        "%-14s %-7s %12.0f %8.1f %11.1f %8.1f %8.1f %9.1f %10.1f %9.1f %9.0f %9.0f %9d",
                        lane,
                        name(),
                        rate(),
                        costs.router(),
                        costs.dispatcher(),
                        costs.broker(),
                        costs.sink(),
                        costs.compilers(),
                        memory.routerKb(),
                        memory.dispatcherKb(),
                        memory.routerHeap(),
                        memory.dispatcherHeap(),
                        repeated)
                + verdict();
    }
}
