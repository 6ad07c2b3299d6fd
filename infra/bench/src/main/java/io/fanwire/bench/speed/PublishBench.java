package io.fanwire.bench.speed;

import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code fanwire bench publish}: what it costs to publish through the gateway, one event a request and a batch of them, with ids of the
 * caller's and without, beside Kafka's own producer benchmark on the same broker in the same run. Lanes take turns, every round is
 * printed, and a figure only counts when the topic holds exactly the events that were answered with 202.
 */
@Command(
        name = "publish",
        description = "Publish as fast as answers come: single events, batches, and Kafka's own producer beside them.",
        mixinStandardHelpOptions = true)
final class PublishBench implements Callable<Integer> {
    private static final int PARTITIONS = 6;
    private static final String EVENTS = "bench";
    private static final String WITH_IDS = "ids";
    private static final String PLAIN = "producer";

    @Option(names = "--rounds", paramLabel = "N", description = "Besides one that warms up. Default: ${DEFAULT-VALUE}")
    private int rounds = 5;

    @Option(names = "--seconds", paramLabel = "N", description = "Of a lane. Default: ${DEFAULT-VALUE}")
    private int seconds = 8;

    @Option(names = "--connections", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
    private int connections = 64;

    @Option(names = "--batch", paramLabel = "N", description = "Events of a batch. Default: ${DEFAULT-VALUE}")
    private int batch = 100;

    @Option(names = "--bytes", paramLabel = "N", description = "Of an event's data. Default: ${DEFAULT-VALUE}")
    private int bytes = 1024;

    @Option(names = "--records", paramLabel = "N", description = "Of Kafka's benchmark. Default: ${DEFAULT-VALUE}")
    private int records = 500_000;

    @Mixin
    private BenchFolder folder = new BenchFolder();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private final Map<String, Long> published = new HashMap<>();
    private int lanes;

    @Override
    public Integer call() throws Exception {
        if (rounds < 1 || seconds < 1 || connections < 1 || batch < 1 || records < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "each number must be 1 or more");
        }
        PrintWriter out = spec.commandLine().getOut();
        Path home = folder.open();
        try (IngestPlatform platform = IngestPlatform.start(home, 1, Map.of())) {
            platform.client().putTopic(EVENTS, PARTITIONS);
            platform.client().putTopic(WITH_IDS, PARTITIONS);
            platform.client().putTopic(PLAIN, PARTITIONS);
            out.printf(Locale.ROOT, "%s; %d connections, %d bytes%n", BenchFolder.machine(), connections, bytes);
            out.println(
                    "CPU-µs per event of each process without its compilers; latencies in ms, of requests that follow each other without pause");
            out.println(PublishRow.HEAD);
            List<PublishRow> rows = new ArrayList<>();
            for (int round = 0; round <= rounds; round++) {
                for (PublishRow row : round(platform, round)) {
                    out.println(row.line());
                    out.flush();
                    rows.add(row);
                }
            }
            PublishRow.summary(rows).forEach(out::println);
            boolean sound = true;
            for (String topic : List.of(EVENTS, WITH_IDS)) {
                long answered = published.getOrDefault(topic, 0L);
                long held = HeldEvents.in(platform.cluster(), topics().events(topic));
                out.printf(Locale.ROOT, "%s: answered with 202: %d events, in the topic: %d%n", topic, answered, held);
                sound &= held == answered;
            }
            out.flush();
            return sound ? 0 : 1;
        }
    }

    private List<PublishRow> round(IngestPlatform platform, int round) {
        return List.of(
                lane(platform, round, "single", gatewayLoad(platform, EVENTS, 1)),
                lane(platform, round, "batch of " + batch, gatewayLoad(platform, EVENTS, batch)),
                lane(platform, round, "single, ids", gatewayLoad(platform, WITH_IDS, 1)),
                lane(platform, round, "batch, ids", gatewayLoad(platform, WITH_IDS, batch)),
                lane(
                        platform,
                        round,
                        "Kafka's producer",
                        List.of(
                                ProducerLoad.class.getName(),
                                platform.bootstrap(),
                                topics().events(PLAIN),
                                Integer.toString(records),
                                Integer.toString(bytes))));
    }

    private List<String> gatewayLoad(IngestPlatform platform, String topic, int events) {
        String ids = topic.equals(WITH_IDS) ? "lane" + lanes + "-" + events : "-";
        return PublishLane.gateway(platform, topic, connections, events, bytes, seconds, ids);
    }

    private PublishRow lane(IngestPlatform platform, int round, String name, List<String> load) {
        PublishRow row = new PublishLane(platform, seconds).measure(round, name, load);
        if (!load.get(0).equals(ProducerLoad.class.getName())) {
            published.merge(load.get(3), row.result().events(), Long::sum);
        }
        lanes++;
        return row;
    }

    private static Topics topics() {
        return new Topics(TopicSettings.local("fanwire."));
    }
}
