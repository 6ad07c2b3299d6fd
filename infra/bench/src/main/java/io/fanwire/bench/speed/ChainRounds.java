package io.fanwire.bench.speed;

import io.fanwire.bench.speed.ChainLane.Shape;
import io.fanwire.bench.speed.chain.BareLane;
import io.fanwire.bench.speed.chain.RawLane;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The lanes of a chain in their turns: first those that share one dispatcher, round after round; then publishing, and steady rates, which
 * are shares of what those came to; last those that want a dispatcher with other settings. Owned by the thread that measures.
 */
final class ChainRounds {
    private static final int CONNECTIONS = 64;
    private static final int KEYS = 10_000;
    private static final int SLOW = 50;
    private static final int COLD = 4;
    private static final String STEADY = "latency";
    private static final List<Integer> SHARES = List.of(25, 50, 80);

    private final ChainRun run;
    private final ChainOptions options;
    private final PrintWriter out;
    private final Set<String> lanes;
    private final List<ChainRow> rows = new ArrayList<>();
    private final List<GatewayRow> publishing = new ArrayList<>();
    private final List<LatencyRow> latencies = new ArrayList<>();
    private final Map<String, ManyLane> many = new LinkedHashMap<>();

    ChainRounds(ChainRun run, ChainOptions options, PrintWriter out) {
        this.run = run;
        this.options = options;
        this.out = out;
        this.lanes = options.lanes();
    }

    List<ChainRow> rows() {
        return rows;
    }

    List<GatewayRow> publishing() {
        return publishing;
    }

    List<LatencyRow> latencies() {
        return latencies;
    }

    void measure() {
        List<Lane> alike = new ArrayList<>(alone());
        chains().forEach(shape -> alike.add(new ChainLane(run, shape)));
        for (String name : List.of("many", "many-ill")) {
            if (lanes.contains(name)) {
                many.put(name, new ManyLane(run, name, name.equals("many-ill"), options.deliveries(), options.bytes()));
            }
        }
        alike.addAll(ready());
        alike.addAll(many.values());
        rounds(alike);
        publish();
        steady();
        slow();
    }

    private void rounds(List<Lane> those) {
        for (int round = 0; round <= options.rounds(); round++) {
            for (Lane lane : those) {
                if (round >= lane.first()) {
                    ChainRow row = lane.measure(round);
                    rows.add(row);
                    print(row.line());
                }
            }
        }
    }

    private List<Lane> alone() {
        List<Lane> alone = new ArrayList<>();
        int deliveries = options.deliveries();
        String port = Integer.toString(run.sink().port());
        String count = Integer.toString(deliveries);
        String connections = Integer.toString(CONNECTIONS);
        String bytes = Integer.toString(options.bytes());
        if (lanes.contains("raw")) {
            alone.add(new AloneLane(
                    run,
                    "raw",
                    deliveries,
                    RawLane.class.getName(),
                    round -> List.of(port, count, connections, bytes, Integer.toString(round))));
        }
        String topic = RouteLane.topics().events("bare");
        if (lanes.contains("bare")) {
            alone.add(new AloneLane(
                    run,
                    "bare",
                    deliveries,
                    BareLane.class.getName(),
                    round -> List.of(run.platform().bootstrap(), topic, "bare-" + round, port, count, connections)));
        }
        options.others().forEach(other -> alone.add(OtherLane.parse(run, deliveries, other)));
        if (lanes.contains("bare") || !options.others().isEmpty()) {
            run.platform().client().putTopic("bare", RouteLane.PARTITIONS);
            run.lay(new ChainRun.Events("bare", deliveries, options.bytes(), KEYS, 0, 0));
        }
        return alone;
    }

    private List<Shape> chains() {
        return lanes.stream().map(this::chain).flatMap(Optional::stream).toList();
    }

    private Optional<Shape> chain(String name) {
        int deliveries = options.deliveries();
        int bytes = options.bytes();
        return Optional.ofNullable(
                switch (name) {
                    case "fan1" -> Shape.plain(name, 1, deliveries, bytes);
                    case "fan10" -> Shape.plain(name, 10, deliveries, bytes);
                    case "fan100" -> Shape.plain(name, 100, deliveries, bytes);
                    case "key" -> Shape.plain(name, 10, deliveries, bytes).ordered();
                    case "slow" -> Shape.plain(name, SLOW, deliveries, bytes).slow(200, 50);
                    case "tls" -> Shape.plain(name, 1, deliveries, bytes).encrypted();
                    default -> null;
                });
    }

    private void publish() {
        Map<String, Integer> batches = Map.of("publish", 1, "publish100", 100);
        List<GatewayLane> those = List.of("publish", "publish100").stream()
                .filter(lanes::contains)
                .map(name ->
                        new GatewayLane(run, name, batches.getOrDefault(name, 1), options.bytes(), options.seconds()))
                .toList();
        if (!those.isEmpty()) {
            print(GatewayRow.HEAD);
        }
        for (int round = 0; round <= options.rounds(); round++) {
            for (GatewayLane lane : those) {
                GatewayRow row = lane.measure(round);
                publishing.add(row);
                print(row.line());
            }
        }
    }

    private void steady() {
        LatencyLane lane = new LatencyLane(run, options.bytes());
        if (lanes.contains(STEADY)) {
            run.platform().client().putTopic(STEADY, RouteLane.PARTITIONS);
            run.subscribe(STEADY, STEADY, run.sink().url(false) + "/" + STEADY + "/0", ChainLane.usual());
        }
        if (lanes.contains(STEADY) || !many.isEmpty()) {
            print("ms from when an event was to be sent to its callback");
            print(LatencyRow.HEAD);
        }
        for (int round = 0; round <= options.rounds(); round++) {
            if (lanes.contains(STEADY)) {
                for (int share : SHARES) {
                    LatencyLane.Pace pace =
                            new LatencyLane.Pace(STEADY, 1, rate("fan1", share, round), options.seconds());
                    keep(lane.measure(STEADY + share, round, pace, pace.events()));
                }
            }
            for (Map.Entry<String, ManyLane> each : many.entrySet()) {
                keep(steady(lane, each.getKey(), each.getValue(), round));
            }
        }
    }

    private LatencyRow steady(LatencyLane lane, String name, ManyLane those, int round) {
        LatencyLane.Pace pace =
                new LatencyLane.Pace(those.topic(), ManyLane.CALLBACKS, rate("many", 50, round), options.seconds());
        return those.withTheIll(() -> lane.measure(name, round, pace, those.healthyOf(pace.events())));
    }

    /**
     * Of the rate at which events can be published and delivered on the same processors: in a second of that, each part takes so much of it as
     * it takes by itself. Warming up, a quarter.
     */
    private int rate(String lane, int share, int round) {
        double delivered = Rounds.of(rows, lane, ChainRow::rate).median();
        double published = Rounds.of(publishing, "publish", GatewayRow::rate).median();
        double peak = 1 / (1 / delivered + 1 / published);
        double wanted = Double.isNaN(peak) ? 0 : peak * share / 100;
        return Math.max(1, (int) (round == 0 ? wanted / COLD : wanted));
    }

    private List<Lane> ready() {
        List<Lane> ready = new ArrayList<>();
        if (lanes.contains("ready")) {
            ready.add(ready(Shape.plain("ready", 1, options.deliveries(), options.bytes()), 0));
        }
        if (lanes.contains("backlog")) {
            ready.add(ready(Shape.plain("backlog", 1, options.backlog(), options.bytes()), 1));
        }
        return ready;
    }

    private Lane ready(Shape shape, int first) {
        return new ReadyLane(run, new ChainLane(run, shape), options.deliveries() / 4, first);
    }

    /** Each with a dispatcher of its own. */
    private void slow() {
        for (int inFlight : new int[] {1_000, 4_000}) {
            String name = "slow" + inFlight;
            if (lanes.contains(name)) {
                run.stopDispatcher();
                run.startDispatcher(Map.of("dispatcher.inflight", Integer.toString(inFlight)));
                print(ChainRow.HEAD);
                Shape shape = Shape.plain(name, SLOW, options.deliveries(), options.bytes());
                rounds(List.of(ready(shape.slow(1_000, 50), 0)));
            }
        }
    }

    private void keep(LatencyRow row) {
        latencies.add(row);
        print(row.line());
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }
}
