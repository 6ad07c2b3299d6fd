package io.fanwire.bench.speed;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** What a chain is measured with. */
final class ChainOptions {
    /** In the order that they are described in. */
    static final List<String> LANES = List.of(
            "raw",
            "bare",
            "fan1",
            "fan10",
            "fan100",
            "key",
            "slow",
            "tls",
            "many",
            "many-ill",
            "publish",
            "publish100",
            "latency",
            "ready",
            "backlog",
            "slow1000",
            "slow4000");

    private static final Map<String, List<String>> BESIDE = Map.of(
            "latency",
            List.of("fan1", "publish"),
            "many-ill",
            List.of("many", "publish"),
            "many",
            List.of("publish"),
            "backlog",
            List.of("ready"),
            "tls",
            List.of("fan1"));

    @Option(
            names = "--lanes",
            split = ",",
            paramLabel = "NAME",
            description = "Or all; one that is compared with another brings that too. Default: ${DEFAULT-VALUE}")
    private List<String> lanes = List.of("raw", "bare", "fan1", "fan10", "key");

    @Option(names = "--deliveries", paramLabel = "N", description = "Of a round. Default: ${DEFAULT-VALUE}")
    private int deliveries = 200_000;

    @Option(names = "--backlog", paramLabel = "N", description = "Deliveries of a backlog. Default: ${DEFAULT-VALUE}")
    private int backlog = 1_000_000;

    @Option(names = "--rounds", paramLabel = "N", description = "Besides one that warms up. Default: ${DEFAULT-VALUE}")
    private int rounds = 3;

    @Option(names = "--seconds", paramLabel = "N", description = "Of steady rates. Default: ${DEFAULT-VALUE}")
    private int seconds = 10;

    @Option(names = "--bytes", paramLabel = "N", description = "Of an event's data. Default: ${DEFAULT-VALUE}")
    private int bytes = 1024;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A setting of the dispatcher.")
    private Map<String, String> settings = new TreeMap<>();

    @Option(
            names = "--other",
            paramLabel = "NAME=COMMAND",
            description =
                    "Another system, run by a shell: it finds BENCH_KAFKA, BENCH_TOPIC, BENCH_GROUP, BENCH_EVENTS and"
                            + " BENCH_SINK in its environment.")
    private List<String> others = List.of();

    /** Checks them. */
    void require() {
        if (IntStream.of(deliveries, backlog, rounds, seconds, bytes).anyMatch(number -> number < 1)) {
            throw new IllegalArgumentException("each number must be 1 or more");
        }
        if (!lanes.equals(List.of("all")) && !LANES.containsAll(lanes)) {
            throw new IllegalArgumentException("lanes are all, or of " + LANES);
        }
    }

    /** Those that were wished, and those that they are compared with. */
    Set<String> lanes() {
        if (lanes.equals(List.of("all"))) {
            return new LinkedHashSet<>(LANES);
        }
        Set<String> wanted = new LinkedHashSet<>(lanes);
        new ArrayList<>(wanted).forEach(lane -> wanted.addAll(BESIDE.getOrDefault(lane, List.of())));
        return wanted;
    }

    int deliveries() {
        return deliveries;
    }

    int backlog() {
        return backlog;
    }

    int rounds() {
        return rounds;
    }

    int seconds() {
        return seconds;
    }

    int bytes() {
        return bytes;
    }

    Map<String, String> settings() {
        return settings;
    }

    List<String> others() {
        return others;
    }
}
