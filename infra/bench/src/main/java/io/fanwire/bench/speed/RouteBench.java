package io.fanwire.bench.speed;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code fanwire bench route}: what a delivery costs the router and the broker, by fan-out. The router is frozen while Kafka's own producer
 * lays down the events, and then has them all before it; a figure only counts when the deliveries that can be read are as many as events
 * times subscriptions.
 */
@Command(
        name = "route",
        description = "Route events that lie there already to so many subscriptions each, exactly once.",
        mixinStandardHelpOptions = true)
final class RouteBench implements Callable<Integer> {
    @Option(names = "--fan-out", split = ",", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
    private List<Integer> fanOuts = List.of(1, 10, 100);

    @Option(names = "--deliveries", paramLabel = "N", description = "Of a lane. Default: ${DEFAULT-VALUE}")
    private int deliveries = 300_000;

    @Option(names = "--rounds", paramLabel = "N", description = "Besides one that warms up. Default: ${DEFAULT-VALUE}")
    private int rounds = 3;

    @Option(names = "--bytes", paramLabel = "N", description = "Of an event's data. Default: ${DEFAULT-VALUE}")
    private int bytes = 1024;

    @Option(
            names = "--filter",
            paramLabel = "CEL",
            description = "That every subscription has; all events must meet it.")
    private String filter = "";

    @Mixin
    private BenchFolder folder = new BenchFolder();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (rounds < 1 || deliveries < 1 || bytes < 1 || fanOuts.stream().anyMatch(fanOut -> fanOut < 1)) {
            throw new CommandLine.ParameterException(spec.commandLine(), "each number must be 1 or more");
        }
        PrintWriter out = spec.commandLine().getOut();
        Path home = folder.open();
        try (IngestPlatform platform = IngestPlatform.start(home, RouteLane.PARTITIONS, IngestPlatform.OPEN)) {
            Map<Integer, RouteLane> lanes = new LinkedHashMap<>();
            fanOuts.forEach(fanOut -> lanes.put(fanOut, new RouteLane(platform, fanOut, filter)));
            platform.router("512m");
            out.printf(
                    Locale.ROOT,
                    "%s; %d bytes raw, exactly_once_v2; CPU-µs per delivery%n%s%n",
                    BenchFolder.machine(),
                    bytes,
                    RouteLane.HEAD);
            for (int round = 0; round <= rounds; round++) {
                String name = round == 0 ? "warm-up" : Integer.toString(round);
                lanes.forEach((fanOut, lane) -> {
                    out.println(lane.run(name, Math.max(1, deliveries / fanOut), bytes));
                    out.flush();
                });
            }
            long made = lanes.values().stream().mapToLong(RouteLane::made).sum();
            long held = HeldEvents.in(platform.cluster(), RouteLane.topics().deliveries());
            out.printf(Locale.ROOT, "events × subscriptions: %d, deliveries that can be read: %d%n", made, held);
            out.flush();
            return held == made ? 0 : 1;
        }
    }
}
