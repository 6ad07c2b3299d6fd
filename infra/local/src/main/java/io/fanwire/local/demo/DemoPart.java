package io.fanwire.local.demo;

import io.fanwire.local.receiver.Script;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The four callbacks of the demo: how each behaves, what it subscribes to, and its retry schedule. */
enum DemoPart {
    HEALTHY("answers at once"),
    SLOW("answers after 150 ms"),
    FLAKY("fails one in five"),
    DOWN("answers 503, is repaired later");

    private static final long SEED = 42;
    private static final double FAILING_SHARE = 0.2;

    private final String behaviour;

    DemoPart(String behaviour) {
        this.behaviour = behaviour;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    String behaviour() {
        return behaviour;
    }

    Script script() {
        return switch (this) {
            case HEALTHY -> Script.always(200);
            case SLOW -> Script.after(Duration.ofMillis(150), 200);
            case FLAKY -> Script.flaky(SEED, FAILING_SHARE);
            case DOWN -> Script.always(503);
        };
    }

    /** The pattern it subscribes with; empty: it names none and gets every type. */
    Optional<String> types() {
        return switch (this) {
            case HEALTHY, FLAKY -> Optional.of("order.*");
            case SLOW -> Optional.of("*");
            case DOWN -> Optional.empty();
        };
    }

    /** Empty: the platform's own schedule. */
    List<String> schedule() {
        return switch (this) {
            case HEALTHY, SLOW -> List.of();
            case FLAKY -> List.of("5s", "5s", "5s");
            case DOWN -> List.of("5s", "5s");
        };
    }

    boolean mustRetry() {
        return this == FLAKY || this == DOWN;
    }
}
