package io.fanwire.local.kafka;

import io.fanwire.local.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The one broker of this test JVM, started when first asked for and stopped with the JVM.
 *
 * <p>{@code TEST_KAFKA} (system property or environment) chooses it: {@code auto} (default), {@code embedded},
 * {@code container} or the {@code host:port} of a broker that is there already. Nothing in a broker is ever deleted:
 * a test gives its topics and groups a {@link #freshPrefix() prefix of its own}.
 */
public final class TestKafka {
    private TestKafka() {}

    public static String bootstrap() {
        return Started.BROKER.bootstrap();
    }

    /** A prefix for topics, groups and transactional ids that no other test has used. */
    public static String freshPrefix() {
        return "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12) + ".";
    }

    /** Started once, by the class loader's rule for the first reader. */
    private static final class Started {
        static final Broker BROKER = start(wish());
    }

    private record Broker(TestKafkaChoice choice, String bootstrap) {}

    private static String wish() {
        return Optional.ofNullable(System.getProperty("TEST_KAFKA"))
                .or(() -> Optional.ofNullable(System.getenv("TEST_KAFKA")))
                .orElse("auto")
                .strip();
    }

    private static Broker start(String wish) {
        long begin = System.nanoTime();
        boolean explicit = wish.equals("container");
        Broker broker = start(wish, TestKafkaChoice.of(wish, () -> TestKafkaContainer.obstacle(explicit)));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        announce(broker, took);
        return broker;
    }

    private static Broker start(String wish, TestKafkaChoice choice) {
        return switch (choice.backend()) {
            case EXISTING -> new Broker(choice, choice.address());
            case EMBEDDED -> new Broker(choice, startEmbedded());
            case CONTAINER -> startContainer(wish, choice);
        };
    }

    private static Broker startContainer(String wish, TestKafkaChoice choice) {
        try {
            KafkaContainer container = TestKafkaContainer.start();
            stopWithJvm(container::stop);
            return new Broker(choice, container.getBootstrapServers());
        } catch (RuntimeException e) {
            if (!TestKafkaChoice.mayFallBack(wish)) {
                throw e;
            }
            String why = "the container did not start: " + e.getMessage();
            return new Broker(TestKafkaChoice.fallBack(why), startEmbedded());
        }
    }

    private static String startEmbedded() {
        try {
            Path folder = Files.createTempDirectory("fanwire-test-kafka");
            EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
            stopWithJvm(() -> {
                broker.close();
                delete(folder);
            });
            return broker.bootstrap();
        } catch (IOException e) {
            throw new IllegalStateException("no folder for the test broker", e);
        }
    }

    private static void stopWithJvm(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(stop, "test-kafka-stop"));
    }

    private static void delete(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the folder of the test broker is left behind: " + folder, e);
        }
    }

    /** One line, on standard output whatever the log level, so that a run's record names its broker. */
    private static void announce(Broker broker, Duration took) {
        System.out.printf(
                Locale.ROOT,
                "[test-kafka] backend=%s (%s) bootstrap=%s started in %.1f s%n",
                broker.choice().backend().name().toLowerCase(Locale.ROOT),
                broker.choice().why(),
                broker.bootstrap(),
                took.toMillis() / 1000.0);
    }
}
