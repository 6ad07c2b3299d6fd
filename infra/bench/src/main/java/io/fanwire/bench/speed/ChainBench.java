package io.fanwire.bench.speed;

import io.fanwire.bench.speed.ChainLane.Shape;
import io.fanwire.bench.speed.chain.BareLane;
import io.fanwire.bench.speed.chain.RawLane;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code fanwire bench chain}: what a delivery costs from an event that lies in its topic to the answer of its callback, beside what it
 * costs at least: Netty that only sends, and a consumer with Netty that does nothing else. Every process is a JVM of its own. A figure
 * only counts when every pair of event and subscription came to the sink.
 */
@Command(
        name = "chain",
        description = "Route and deliver events that lie there already; beside it the least that could do so.",
        mixinStandardHelpOptions = true)
final class ChainBench implements Callable<Integer> {
    private static final int CONNECTIONS = 64;
    private static final int KEYS = 10_000;
    private static final Set<String> LANES = Set.of("raw", "bare", "fan1", "fan10", "fan100", "key", "slow");

    @Option(names = "--lanes", split = ",", paramLabel = "NAME", description = "Default: ${DEFAULT-VALUE}")
    private List<String> lanes = List.of("raw", "bare", "fan1", "fan10", "key");

    @Option(names = "--deliveries", paramLabel = "N", description = "Of a round. Default: ${DEFAULT-VALUE}")
    private int deliveries = 200_000;

    @Option(names = "--rounds", paramLabel = "N", description = "Besides one that warms up. Default: ${DEFAULT-VALUE}")
    private int rounds = 3;

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

    @Option(names = "--json", paramLabel = "FILE", description = "Keeps every round there.")
    private Path json = Path.of("");

    @Option(names = "--commit", paramLabel = "TEXT", description = "Of the source, to be kept with the figures.")
    private String commit = "unknown";

    @Option(names = "--folder", paramLabel = "DIR", description = "Where the run keeps its files; they stay there.")
    private Path folder = Path.of("");

    private final List<ChainRow> rows = new ArrayList<>();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (rounds < 1 || deliveries < 1 || bytes < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "each number must be 1 or more");
        }
        if (!LANES.containsAll(lanes)) {
            throw new CommandLine.ParameterException(spec.commandLine(), "lanes are " + new TreeSet<>(LANES));
        }
        PrintWriter out = spec.commandLine().getOut();
        Path home = folder.toString().isEmpty() ? Files.createTempDirectory("fanwire-bench") : folder;
        Files.createDirectories(home);
        Map<String, String> open = Map.of("callbacks.allow.http", "true", "callbacks.allow.loopback", "true");
        try (IngestPlatform platform = IngestPlatform.start(home, RouteLane.PARTITIONS, open)) {
            ChainRun run = new ChainRun(platform, SinkHandle.start(platform));
            platform.router("512m");
            Map<String, String> own = new TreeMap<>(open);
            own.putAll(settings);
            platform.dispatcher("512m", own);
            out.printf(
                    Locale.ROOT,
                    "JDK %s, %d processors, %d bytes raw, signed, load average at the start %.1f; CPU-µs per delivery%n%s%n",
                    Runtime.version(),
                    Runtime.getRuntime().availableProcessors(),
                    bytes,
                    Cpu.loadAverage(),
                    ChainRow.HEAD);
            double load = Cpu.loadAverage();
            measure(run, out);
            if (!json.toString().isEmpty()) {
                Files.writeString(
                        json,
                        new ChainReport(
                                        LocalDate.now(ZoneOffset.UTC).toString(),
                                        commit,
                                        Runtime.version().toString(),
                                        Runtime.getRuntime().availableProcessors(),
                                        bytes,
                                        load,
                                        rows)
                                .json());
            }
            return 0;
        }
    }

    private void measure(ChainRun run, PrintWriter out) {
        List<ChainLane> chains = new ArrayList<>();
        for (String name : lanes) {
            shape(name).ifPresent(shape -> chains.add(new ChainLane(run, shape)));
        }
        List<OtherLane> systems = others.stream().map(OtherLane::parse).toList();
        if (lanes.contains("bare") || !systems.isEmpty()) {
            run.platform().client().putTopic("bare", RouteLane.PARTITIONS);
            run.lay("bare", deliveries, bytes, KEYS, 0);
        }
        for (int round = 0; round <= rounds; round++) {
            if (lanes.contains("raw")) {
                print(out, alone(run, "raw", round, RawLane.class.getName(), raw(run, round)));
            }
            if (lanes.contains("bare")) {
                print(out, alone(run, "bare", round, BareLane.class.getName(), bare(run, round)));
            }
            for (OtherLane other : systems) {
                print(out, other.measure(run, round, deliveries));
            }
            for (ChainLane lane : chains) {
                print(out, lane.measure(round));
            }
        }
    }

    private Optional<Shape> shape(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "fan1" -> Shape.plain(name, 1, deliveries, bytes);
                    case "fan10" -> Shape.plain(name, 10, deliveries / 10, bytes);
                    case "fan100" -> Shape.plain(name, 100, deliveries / 100, bytes);
                    case "key" -> new Shape(name, 10, deliveries / 10, bytes, KEYS, "key", 1_000, "/");
                    case "slow" -> new Shape(name, 50, deliveries / 50, bytes, KEYS, "none", 200, "/d50/");
                    default -> null;
                });
    }

    private List<String> raw(ChainRun run, int round) {
        return List.of(
                Integer.toString(run.sink().port()),
                Integer.toString(deliveries),
                Integer.toString(CONNECTIONS),
                Integer.toString(bytes),
                Integer.toString(round));
    }

    private List<String> bare(ChainRun run, int round) {
        return List.of(
                run.platform().bootstrap(),
                RouteLane.topics().events("bare"),
                "bare-" + round,
                Integer.toString(run.sink().port()),
                Integer.toString(deliveries),
                Integer.toString(CONNECTIONS));
    }

    /** A lane that is a process of its own; its cost, without its first quarter, stands where a dispatcher's does. */
    private ChainRow alone(ChainRun run, String name, int round, String main, List<String> arguments) {
        SinkCounts before = run.sink().counts();
        ChainCosts costs = ChainCosts.now(run);
        Path result = run.platform().folder().resolve(name + round + ".result");
        List<String> all = new ArrayList<>(arguments);
        all.add(result.toString());
        run.ended(run.platform().run(name + round, "512m", main, all));
        SinkCounts now = run.sink().counts();
        if (now.distinct() - before.distinct() != deliveries) {
            throw new IllegalStateException("of " + deliveries + " came " + (now.distinct() - before.distinct()));
        }
        ChainCosts each = ChainCosts.now(run).since(costs).each(deliveries);
        double[] own = numbers(result);
        return new ChainRow(
                name,
                round,
                deliveries,
                deliveries / own[0],
                new ChainCosts(0, own[1], each.broker(), each.sink()),
                now.requests() - before.requests() - deliveries);
    }

    private static double[] numbers(Path file) {
        try {
            return Arrays.stream(Files.readString(file).split(" ", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a lane left no result", e);
        }
    }

    private void print(PrintWriter out, ChainRow row) {
        rows.add(row);
        out.println(row.line());
        out.flush();
    }
}
