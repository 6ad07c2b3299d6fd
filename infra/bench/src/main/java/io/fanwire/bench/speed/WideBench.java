package io.fanwire.bench.speed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code fanwire bench wide}: what an event that goes to very many subscriptions does to the events beside it. One topic has a subscription
 * and a steady rate; in every other round events of a second topic come between, each for all of its subscriptions. Printed is the time
 * from an event of the first topic to its delivery being readable. A figure only counts when every delivery of both came once.
 */
@Command(
        name = "wide",
        description = "Route events to one subscription each, with and without events to very many between them.",
        mixinStandardHelpOptions = true)
final class WideBench implements Callable<Integer> {
    private static final String NARROW = "narrow";
    private static final String WIDE = "wide";
    private static final Duration SETTLES = Duration.ofMinutes(2);

    @Option(names = "--fan-out", paramLabel = "N", description = "Of a wide event. Default: ${DEFAULT-VALUE}")
    private int fanOut = 10_000;

    @Option(names = "--bytes", paramLabel = "N", description = "Of a wide event's data. Default: ${DEFAULT-VALUE}")
    private int bytes = 1024;

    @Option(names = "--rate", paramLabel = "N", description = "Narrow events a second. Default: ${DEFAULT-VALUE}")
    private int rate = 500;

    @Option(
            names = "--every",
            paramLabel = "N",
            description = "Seconds between two wide ones. Default: ${DEFAULT-VALUE}")
    private int every = 2;

    @Option(names = "--seconds", paramLabel = "N", description = "Of a round. Default: ${DEFAULT-VALUE}")
    private int seconds = 20;

    @Option(names = "--rounds", paramLabel = "N", description = "Of each kind. Default: ${DEFAULT-VALUE}")
    private int rounds = 3;

    @Mixin
    private BenchFolder folder = new BenchFolder();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private final List<Long> millis = new ArrayList<>();
    private final List<Long> routed = new ArrayList<>();
    private long wideDeliveries;

    @Override
    public Integer call() throws Exception {
        if (fanOut < 1 || bytes < 1 || rate < 1 || every < 1 || seconds < 1 || rounds < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "each number must be 1 or more");
        }
        Path home = folder.open();
        try (IngestPlatform platform = IngestPlatform.start(home, RouteLane.PARTITIONS, Map.of())) {
            platform.client().putTopic(NARROW, RouteLane.PARTITIONS);
            platform.client().putTopic(WIDE, RouteLane.PARTITIONS);
            WrittenSubscriptions.write(
                    platform.cluster(),
                    IntStream.rangeClosed(0, fanOut)
                            .mapToObj(n -> WrittenSubscriptions.subscription(
                                    new SubscriptionKey("default", (n == 0 ? "narrow_" : "wide_") + n),
                                    n == 0 ? NARROW : WIDE,
                                    List.of(),
                                    Subscription.Format.RAW)));
            platform.child("gateway").kill();
            platform.router("1g");
            return measured(platform);
        }
    }

    private int measured(IngestPlatform platform) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%s; %d narrow events/s, a wide one of %d bytes to %d every %d s%n"
                        + "%-20s %9s %9s %9s %9s %9s %12s%n",
                BenchFolder.machine(),
                rate,
                bytes,
                fanOut,
                every,
                "ms",
                "p50",
                "p90",
                "p99",
                "p99.9",
                "max",
                "routed p99");
        boolean sound = true;
        Map<String, Object> settings = platform.cluster().clientProperties();
        settings.put("isolation.level", "read_committed");
        settings.put("fetch.max.wait.ms", "5");
        settings.put("max.poll.records", "20000");
        try (AvroSerdes serdes = AvroSerdes.of(platform.cluster());
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                platform.bootstrap(),
                                "max.request.size",
                                "2000000",
                                "linger.ms",
                                "0"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(RouteLane.topics().deliveries()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList());
            for (int round = 0; round < 2 * rounds + 2; round++) {
                boolean wide = round % 2 == 1;
                String name =
                        (wide ? "with wide " : "alone ") + (round < 2 ? "(warm-up)" : Integer.toString(round / 2));
                sound &= round(producer, consumer, serdes.deliveries(), wide);
                out.println(line(name));
                out.flush();
            }
        }
        out.println(sound ? "every delivery came once" : "VOID: not every delivery came once");
        return sound ? 0 : 1;
    }

    private boolean round(
            KafkaProducer<byte[], byte[]> producer,
            KafkaConsumer<byte[], byte[]> consumer,
            RecordSerde<Delivery, ?> serde,
            boolean wide) {
        millis.clear();
        routed.clear();
        wideDeliveries = 0;
        byte[] small = data(1024);
        byte[] large = data(bytes);
        int events = rate * seconds;
        int wides = wide ? seconds / every : 0;
        long began = System.nanoTime();
        int sentWide = 0;
        for (int n = 0; n < events; n++) {
            long after = n * 1_000_000_000L / rate;
            while (System.nanoTime() - began < after) {
                take(consumer, serde, Duration.ofMillis(1));
            }
            producer.send(new ProducerRecord<>(RouteLane.topics().events(NARROW), small));
            if (sentWide < wides && n >= (sentWide + 0.5) * every * rate) {
                producer.send(new ProducerRecord<>(RouteLane.topics().events(WIDE), large));
                sentWide++;
            }
        }
        long expected = (long) sentWide * fanOut;
        long deadline = System.nanoTime() + SETTLES.toNanos();
        while ((millis.size() < events || wideDeliveries < expected) && System.nanoTime() < deadline) {
            take(consumer, serde, Duration.ofMillis(100));
        }
        LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        take(consumer, serde, Duration.ofMillis(100));
        return millis.size() == events && wideDeliveries == expected;
    }

    private void take(KafkaConsumer<byte[], byte[]> consumer, RecordSerde<Delivery, ?> serde, Duration wait) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
            if (record.key()[0] == 'n') {
                Delivery delivery = serde.deserialize(record.topic(), record.value());
                long accepted = delivery.origin().time().toEpochMilli();
                millis.add(System.currentTimeMillis() - accepted);
                routed.add(record.timestamp() - accepted);
            } else {
                wideDeliveries++;
            }
        }
    }

    /** Half of it is chance, as in ordinary JSON. */
    private static byte[] data(int bytes) {
        byte[] random = new byte[bytes / 2 + 1];
        new SplittableRandom(1).nextBytes(random);
        return HexFormat.of().formatHex(random).substring(0, bytes).getBytes(UTF_8);
    }

    private String line(String round) {
        List<Long> sorted = millis.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "%-20s %9d %9d %9d %9d %9d %12d",
                round,
                at(sorted, 0.5),
                at(sorted, 0.9),
                at(sorted, 0.99),
                at(sorted, 0.999),
                at(sorted, 1),
                at(routed.stream().sorted().toList(), 0.99));
    }

    private static long at(List<Long> sorted, double part) {
        return sorted.isEmpty() ? -1 : sorted.get((int) ((sorted.size() - 1) * part));
    }
}
