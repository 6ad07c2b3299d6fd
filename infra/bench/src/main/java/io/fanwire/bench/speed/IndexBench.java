package io.fanwire.bench.speed;

import io.fanwire.bench.process.Child;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code fanwire bench index}: what a router needs for very many subscriptions: heap, time until it routes after a start, and what a
 * delivery costs then, beside the same with few.
 */
@Command(
        name = "index",
        description =
                "Start a router over few and over very many subscriptions: its heap, its start, what a delivery costs.",
        mixinStandardHelpOptions = true)
final class IndexBench implements Callable<Integer> {
    private static final int FEW = 1_000;
    private static final String OF_HEAP = "jvm_memory_used_bytes{area=\"heap\"}";

    @Option(names = "--subscriptions", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
    private int subscriptions = 1_000_000;

    @Option(names = "--each", paramLabel = "N", description = "Subscriptions of a tenant. Default: ${DEFAULT-VALUE}")
    private int each = 10;

    @Option(names = "--heap", paramLabel = "SIZE", description = "Of the router. Default: ${DEFAULT-VALUE}")
    private String heap = "3g";

    @Option(names = "--rounds", paramLabel = "N", description = "Besides one that warms up. Default: ${DEFAULT-VALUE}")
    private int rounds = 3;

    @Option(names = "--deliveries", paramLabel = "N", description = "Of a round. Default: ${DEFAULT-VALUE}")
    private int deliveries = 200_000;

    @Mixin
    private BenchFolder folder = new BenchFolder();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (subscriptions <= FEW || each < 1 || rounds < 1 || deliveries < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "there are more than 1,000 subscriptions");
        }
        PrintWriter out = spec.commandLine().getOut();
        Path home = folder.open();
        try (IngestPlatform platform = IngestPlatform.start(home, RouteLane.PARTITIONS, IngestPlatform.OPEN)) {
            RouteLane lane = new RouteLane(platform, 1, "");
            platform.child("gateway").kill();
            out.printf(Locale.ROOT, "%s; router -Xmx%s%n", BenchFolder.machine(), heap);
            write(platform, 0, FEW);
            double few = measured(platform, lane, out, FEW);
            write(platform, FEW, subscriptions);
            double many = measured(platform, lane, out, subscriptions);
            out.printf(Locale.ROOT, "heap for each subscription: %.0f bytes%n", (many - few) / (subscriptions - FEW));
            out.flush();
            return 0;
        }
    }

    /** Answers the bytes of heap that are in use after a collection. */
    private double measured(IngestPlatform platform, RouteLane lane, PrintWriter out, int count) {
        long began = System.nanoTime();
        Child router = platform.router(heap);
        double seconds = (System.nanoTime() - began) / 1e9;
        long indexed = platform.metric("router", "fanwire_router_index_subscriptions");
        if (indexed != count + 1) {
            throw new IllegalStateException("in the index are " + indexed + " of " + (count + 1));
        }
        router.collectGarbage();
        long used = platform.metric("router", OF_HEAP);
        out.printf(
                Locale.ROOT,
                "%d subscriptions: routes %.1f s after its start, heap %.1f MiB%n%s%n",
                count,
                seconds,
                used / 1024.0 / 1024,
                RouteLane.HEAD);
        for (int round = 0; round <= rounds; round++) {
            out.println(lane.run(round == 0 ? "warm-up" : Integer.toString(round), deliveries, 1024));
            out.flush();
        }
        router.kill();
        router.awaitEnd(Duration.ofSeconds(10));
        return used;
    }

    /** Every tenant its own topic's events of two types. */
    private void write(IngestPlatform platform, int from, int to) {
        WrittenSubscriptions.write(
                platform.cluster(),
                IntStream.range(from, to)
                        .mapToObj(n -> WrittenSubscriptions.subscription(
                                new SubscriptionKey("tenant-" + n / each, "sub_" + n),
                                "orders",
                                List.of("order.created", "order.paid"),
                                Subscription.Format.JSON)));
    }
}
