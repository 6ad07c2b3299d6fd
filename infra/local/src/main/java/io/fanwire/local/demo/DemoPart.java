package io.fanwire.local.demo;

import io.fanwire.local.receiver.Script;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The four callbacks of the demo: how each behaves, what it subscribes to, and its retry schedule. */
enum DemoPart {
    HEALTHY("answers at once", Script.always(200), Optional.of("order.*"), List.of()),
    SLOW("answers after 150 ms", Script.after(Duration.ofMillis(150), 200), Optional.of("*"), List.of()),
    FLAKY("fails one in five", Script.flaky(DemoPart.SEED, 0.2), Optional.of("order.*"), List.of("5s", "5s", "5s")),
    DOWN("answers 503, is repaired later", Script.always(503), Optional.empty(), List.of("5s", "5s"));

    private static final long SEED = 42;

    private final String behaviour;
    private final Script script;
    private final Optional<String> types;
    private final List<String> schedule;

    DemoPart(String behaviour, Script script, Optional<String> types, List<String> schedule) {
        this.behaviour = behaviour;
        this.script = script;
        this.types = types;
        this.schedule = schedule;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    String behaviour() {
        return behaviour;
    }

    Script script() {
        return script;
    }

    /** The pattern it subscribes with; empty: it names none and gets every type. */
    Optional<String> types() {
        return types;
    }

    /** Empty: the platform's own schedule. */
    List<String> schedule() {
        return schedule;
    }

    boolean mustRetry() {
        return this == FLAKY || this == DOWN;
    }
}
