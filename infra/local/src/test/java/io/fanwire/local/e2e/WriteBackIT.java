package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fanwire.dispatcher.ledger.Audit;
import io.fanwire.dispatcher.ledger.LedgerLine;
import io.fanwire.local.Json;
import io.fanwire.local.guarantee.Histories;
import io.fanwire.local.receiver.Received;
import io.fanwire.local.receiver.Script;
import io.fanwire.schemas.Attempt;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters that somebody writes back with an ordinary client: by the program that the documentation shows, and twice. */
class WriteBackIT {
    private static final Path PROGRAM =
            Path.of(System.getProperty("fanwire.root", "../.."), "docs", "examples", "WriteBack.java");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 40;

    @TempDir
    Path folder;

    private TestPlatform platform;

    @BeforeEach
    void start() {
        platform = TestPlatform.start(folder);
        platform.client().putTopic("orders", 3);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void theDocumentedProgramHasEveryDeadLetterDeliveredAndNoGenerationEndsTwice() throws Exception {
        try (Callback down = down("down");
                Callback other = down("other")) {
            publish();
            await().atMost(PATIENCE).until(() -> ended(Attempt.State.DEAD_LETTERED) == 2 * EVENTS);
            down.follow(Script.always(200));
            int before = other.received().size();

            run(
                    platform.cluster().bootstrap(),
                    platform.topics().deadLetters(),
                    platform.topics().deliveries(),
                    "down");

            await().atMost(PATIENCE).until(() -> ended(Attempt.State.DELIVERED) == EVENTS);
            assertThat(perEvent(down)).hasSize(EVENTS).containsValues(4L).doesNotContainValue(5L);
            assertThat(other.received()).hasSize(before);
            assertThat(terminal().filter(attempt -> attempt.state() == Attempt.State.DELIVERED))
                    .allSatisfy(attempt -> {
                        assertThat(attempt.deliveryId()).matches("dlv_[0-9A-Za-z]+\\.[0-9]+-[0-9]+");
                        assertThat(attempt.generation()).isEqualTo(1);
                        assertThat(attempt.number()).isEqualTo(1);
                    });
            assertNoneEndedTwice();
        }
    }

    @Test
    void oneThatIsWrittenBackTwiceAndRedrivenByAJobHasThreeSendingsWithAnEndEach() {
        try (Callback down = down("down")) {
            publish();
            await().atMost(PATIENCE).until(() -> ended(Attempt.State.DEAD_LETTERED) == EVENTS);
            down.follow(Script.always(200));
            List<ConsumerRecord<byte[], byte[]>> letters =
                    Histories.read(platform.cluster(), List.of(platform.topics().deadLetters()));

            platform.client().redrive(Json.object().put("subscription", "down"));
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    platform.cluster().clientProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
                Stream.concat(letters.stream(), letters.stream())
                        .forEach(letter -> producer.send(
                                new ProducerRecord<>(platform.topics().deliveries(), letter.key(), letter.value())));
                producer.flush();
            }

            await().atMost(PATIENCE).until(() -> ended(Attempt.State.DELIVERED) == 3 * EVENTS);
            assertThat(perEvent(down)).hasSize(EVENTS).containsValues(6L).doesNotContainValue(7L);
            assertNoneEndedTwice();
        }
    }

    private Callback down(String id) {
        return Callback.subscribe(platform.client(), id, "orders", Script.always(503), subscription -> subscription
                .putObject("retry")
                .putArray("schedule")
                .add("1s")
                .add("1s"));
    }

    private void publish() {
        ArrayNode batch = Json.array();
        for (int n = 0; n < EVENTS; n++) {
            batch.addObject().put("type", "order.made").putObject("data").put("n", n);
        }
        assertThat(platform.client()
                        .publish(
                                "orders",
                                true,
                                Map.of("content-type", "application/json"),
                                Json.line(batch).getBytes(UTF_8))
                        .status())
                .isEqualTo(202);
    }

    /** Compiles the program and runs it as {@code java} would. */
    private void run(String... arguments) throws Exception {
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        System.in,
                        System.out,
                        System.err,
                        "-d",
                        folder.toString(),
                        "-cp",
                        classPath(),
                        PROGRAM.toString());
        assertThat(failed).isZero();
        URL[] here = {folder.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(here, WriteBackIT.class.getClassLoader())) {
            Method main = loader.loadClass("WriteBack").getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) arguments);
        }
    }

    private static String classPath() throws Exception {
        return Path.of(KafkaProducer.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
    }

    private Stream<Attempt> terminal() {
        return Histories.topicsOnly(platform.cluster(), platform.topics()).attempts().stream()
                .filter(attempt -> attempt.state().terminal());
    }

    private long ended(Attempt.State state) {
        return terminal().filter(attempt -> attempt.state() == state).count();
    }

    private static Map<String, Long> perEvent(Callback callback) {
        return callback.received().stream().collect(Collectors.groupingBy(Received::eventId, Collectors.counting()));
    }

    private void assertNoneEndedTwice() {
        assertThat(Audit.beside(platform.cluster(), platform.topics(), Instant.EPOCH))
                .singleElement()
                .matches(LedgerLine::balanced)
                .returns(0L, LedgerLine::doubled);
        assertThat(terminal()
                        .collect(Collectors.groupingBy(
                                attempt -> attempt.deliveryId() + " " + attempt.generation(), Collectors.counting())))
                .allSatisfy((delivery, ends) -> assertThat(ends).isEqualTo(1));
    }
}
