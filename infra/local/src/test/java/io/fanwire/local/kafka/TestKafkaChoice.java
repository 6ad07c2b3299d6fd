package io.fanwire.local.kafka;

import java.util.Optional;
import java.util.function.Supplier;

/** Which broker a test run gets, and why: {@code auto}, {@code embedded}, {@code container} or {@code host:port}. */
record TestKafkaChoice(Backend backend, String why, String address) {
    enum Backend {
        EMBEDDED,
        CONTAINER,
        EXISTING
    }

    /** Asks for the obstacle to a container only where the wish leaves it open; only {@code auto} may fall back. */
    static TestKafkaChoice of(String wish, Supplier<Optional<String>> obstacleToContainer) {
        return switch (wish) {
            case "embedded" -> new TestKafkaChoice(Backend.EMBEDDED, "asked for", "");
            case "container" ->
                probed(obstacleToContainer)
                        .map(TestKafkaChoice::unmet)
                        .orElseGet(() -> new TestKafkaChoice(Backend.CONTAINER, "asked for", ""));
            case "", "auto" ->
                probed(obstacleToContainer)
                        .map(TestKafkaChoice::fallBack)
                        .orElseGet(
                                () -> new TestKafkaChoice(Backend.CONTAINER, "an engine and the image are here", ""));
            default -> existing(wish);
        };
    }

    private static TestKafkaChoice unmet(String obstacle) {
        throw new IllegalStateException("TEST_KAFKA=container cannot be met: " + obstacle);
    }

    private static TestKafkaChoice existing(String wish) {
        if (!wish.matches("[^:\\s]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}")) {
            throw new IllegalStateException(
                    "TEST_KAFKA is auto, embedded, container or host:port, not \"" + wish + "\"");
        }
        return new TestKafkaChoice(Backend.EXISTING, "asked for", wish);
    }

    static TestKafkaChoice fallBack(String obstacle) {
        return new TestKafkaChoice(Backend.EMBEDDED, obstacle, "");
    }

    /** A container that was wanted by {@code auto} alone may fail to start without failing the run. */
    static boolean mayFallBack(String wish) {
        return wish.isEmpty() || wish.equals("auto");
    }

    /** A probe that throws, whatever it throws, is an obstacle. */
    private static Optional<String> probed(Supplier<Optional<String>> probe) {
        try {
            return probe.get();
        } catch (Throwable e) {
            return Optional.of("the probe for a container engine failed: " + e);
        }
    }
}
