package io.fanwire.bench.speed;

import io.fanwire.bench.process.Child;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.Topics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code fanwire bench kills}: events are there already; the router is killed again and again while it routes them, at random moments. In the
 * end each event has exactly one delivery for each subscription, of those that anybody can read.
 */
@Command(
        name = "kills",
        description = "Kill the router again and again while it routes, and count what can be read in the end.",
        mixinStandardHelpOptions = true)
final class KillBench implements Callable<Integer> {
    private static final Duration WITHIN = Duration.ofMinutes(15);
    private static final int LEAST_MILLIS = 300;
    private static final int MORE_MILLIS = 2_000;

    @Option(names = "--events", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
    private int events = 1_000_000;

    @Option(names = "--subscriptions", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
    private int subscriptions = 5;

    @Option(names = "--kills", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
    private int kills = 20;

    @Option(names = "--seed", paramLabel = "N", description = "Of the moments. Default: another each time")
    private long seed = System.nanoTime();

    @Mixin
    private BenchFolder folder = new BenchFolder();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (events < 1 || subscriptions < 1 || kills < 0) {
            throw new CommandLine.ParameterException(spec.commandLine(), "each number must be 1 or more");
        }
        PrintWriter out = spec.commandLine().getOut();
        Path home = folder.open();
        Random random = new Random(seed);
        out.printf(
                Locale.ROOT, "seed %d, %d events × %d subscriptions, %d kills%n", seed, events, subscriptions, kills);
        try (IngestPlatform platform = IngestPlatform.start(home, RouteLane.PARTITIONS, IngestPlatform.OPEN)) {
            RouteLane lane = new RouteLane(platform, subscriptions, "");
            lane.lay(events, 200);
            long began = System.nanoTime();
            for (int n = 1; n <= kills; n++) {
                Child router = platform.router("512m");
                int millis = LEAST_MILLIS + random.nextInt(MORE_MILLIS);
                LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
                router.kill();
                router.awaitEnd(Duration.ofSeconds(10));
                out.printf(
                        Locale.ROOT,
                        "kill %d, %d ms after it was ready: %d of %d events to go%n",
                        n,
                        millis,
                        lag(platform.cluster(), lane.eventsTopic()),
                        events);
                out.flush();
            }
            platform.router("512m");
            while (lag(platform.cluster(), lane.eventsTopic()) > 0) {
                if (System.nanoTime() - began > WITHIN.toNanos()) {
                    throw new IllegalStateException("the router did not end in time: see " + home);
                }
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            }
            awaitParts(platform.cluster());
            out.printf(Locale.ROOT, "routed %.0f s after the first start%n", (System.nanoTime() - began) / 1e9);
            return judged(platform.cluster(), out);
        }
    }

    /** Events that are wide are read once and then go on part by part. */
    private void awaitParts(Cluster cluster) {
        long before = -1;
        long now = HeldEvents.in(cluster, RouteLane.topics().deliveries());
        while (now < (long) events * subscriptions && now > before) {
            LockSupport.parkNanos(Duration.ofSeconds(5).toNanos());
            before = now;
            now = HeldEvents.in(cluster, RouteLane.topics().deliveries());
        }
    }

    private int judged(Cluster cluster, PrintWriter out) {
        Set<String> ids = new HashSet<>();
        Map<String, Integer> ofEvents = new HashMap<>();
        long[] readable = {0};
        try (AvroSerdes serdes = AvroSerdes.of(cluster)) {
            RecordSerde<Delivery, ?> serde = serdes.deliveries();
            HeldEvents.each(cluster, RouteLane.topics().deliveries(), record -> {
                Delivery delivery = serde.deserialize(record.topic(), record.value());
                readable[0]++;
                if (ids.add(delivery.id())) {
                    ofEvents.merge(delivery.origin().eventId(), 1, Integer::sum);
                }
            });
        }
        long partial = ofEvents.values().stream()
                .filter(count -> count != subscriptions)
                .count();
        out.printf(
                Locale.ROOT,
                "deliveries that can be read: %d, of distinct ids %d; events that have some: %d, of which not all: %d%n",
                readable[0],
                ids.size(),
                ofEvents.size(),
                partial);
        out.flush();
        long all = (long) events * subscriptions;
        return readable[0] == all && ids.size() == all && ofEvents.size() == events && partial == 0 ? 0 : 1;
    }

    /** Events that the router's group has not committed yet. */
    private static long lag(Cluster cluster, String topic) throws InterruptedException, ExecutionException {
        Topics topics = RouteLane.topics();
        try (Admin admin = Admin.create(cluster.clientProperties())) {
            Map<TopicPartition, OffsetAndMetadata> done = admin.listConsumerGroupOffsets(topics.routerGroup())
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
            for (int partition = 0; partition < RouteLane.PARTITIONS; partition++) {
                wanted.put(new TopicPartition(topic, partition), OffsetSpec.latest());
            }
            long lag = 0;
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                    admin.listOffsets(wanted).all().get().entrySet()) {
                OffsetAndMetadata at = done.get(end.getKey());
                lag += end.getValue().offset() - (at == null ? 0 : at.offset());
            }
            return lag;
        }
    }
}
