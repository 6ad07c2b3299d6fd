package io.fanwire.bench.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.bench.ledger.LogReader;
import io.fanwire.bench.load.Load;
import io.fanwire.bench.scenario.Population.Terms;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Bytes that are no delivery, and deliveries that their topic does not take. */
final class Records {
    private static final Duration SETTLES = Duration.ofSeconds(70);
    private static final int GARBAGE_PER_TOPIC = 20;

    private Records() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("F12", "garbage in every delivery topic", "12", 1, Records::garbage),
                Scenario.of(
                                "F13",
                                "a retry topic takes 100 kB at most, and larger payloads fail",
                                "1 12",
                                1,
                                Records::large)
                        .with(Terms.USUAL.with(List.of("1s", "1s"))));
    }

    private static Scenario.Judge garbage(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(3_000, 100_000), run.pace(125, 400));
        Waiting.pause(Duration.ofSeconds(3));
        Topics topics = arena.platform().topics();
        Instant sent = Instant.now();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (String topic : topics.dispatched()) {
            for (int n = 0; n < GARBAGE_PER_TOPIC; n++) {
                byte[] bytes =
                        n % 2 == 0 ? new byte[] {0, 0, 0, 0, 99, 1, 2, (byte) n} : ("no magic " + n).getBytes(UTF_8);
                records.add(
                        new ProducerRecord<>(topic, n % arena.platform().setup().partitions(), null, bytes));
            }
        }
        send(arena, records);
        boolean all = Waiting.within(Duration.ofSeconds(30), () -> poison(arena) >= records.size());
        Duration took = Duration.between(sent, Instant.now());
        long found = poison(arena);
        arena.faultsOver();
        load.await(SETTLES);
        arena.settle(SETTLES);
        return evidence -> List.of(
                Figure.exactly("garbage in the poison topic", found, records.size()),
                Figure.atMost("all of it after", all ? took : Duration.ofDays(1), Duration.ofSeconds(5)),
                Figure.told("topics", topics.dispatched().size()));
    }

    private static long poison(Arena arena) {
        try (LogReader reader =
                new LogReader(arena.platform().cluster(), arena.platform().topics())) {
            return reader.poison().size();
        }
    }

    private static Scenario.Judge large(Arena arena) {
        Run run = arena.run();
        limit(arena, arena.platform().topics().tiers().smallest().topic(), 100_000);
        arena.platform().sink().script("*", "some 0.5 500 " + run.seed());
        Load small = arena.load(0, 100, 10, 10, 1_000);
        Load middle = arena.load(100, 100, 10, 10, 95_000);
        Load large = arena.load(200, 100, 10, 10, 250_000);
        small.await(SETTLES);
        middle.await(SETTLES);
        large.await(SETTLES);
        arena.faultsOver();
        arena.settle(SETTLES);
        return evidence -> List.of(
                Figure.atLeast("dead letters for their size", (double) Breakdowns.reasons(evidence, "too_large"), 1),
                Figure.told("requests", evidence.history().posts().size()));
    }

    private static void limit(Arena arena, String topic, int bytes) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Collection<AlterConfigOp> change = List.of(new AlterConfigOp(
                new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes)),
                AlterConfigOp.OpType.SET));
        try (Admin admin = Admin.create(arena.platform().cluster().clientProperties())) {
            admin.incrementalAlterConfigs(Map.of(resource, change)).all().get();
        } catch (ExecutionException refused) {
            throw new IllegalStateException("the topic's limit cannot be set", refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void send(Arena arena, List<ProducerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                arena.platform().cluster().clientProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            records.forEach(producer::send);
            producer.flush();
        }
    }
}
