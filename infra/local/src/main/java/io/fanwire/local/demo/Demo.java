package io.fanwire.local.demo;

import io.fanwire.local.Closing;
import io.fanwire.local.Json;
import io.fanwire.local.LocalException;
import io.fanwire.local.LocalPlatform;
import io.fanwire.local.LocalSettings;
import io.fanwire.local.Termination;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.local.client.Publisher;
import io.fanwire.local.receiver.Script;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * One run of the demo: start, subscribe four callbacks, publish, let the broken one's deliveries become dead letters, repair it,
 * redrive, and count at the receivers. Owned by the thread that runs it.
 */
public final class Demo {
    static final String TOPIC = "orders";
    private static final int PARTITIONS = 6;
    private static final int BATCHES = 20;
    private static final Duration PUBLISHING = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int INTERRUPTED = 130;

    private final DemoOptions options;
    private final Termination termination;
    private final PrintWriter out;
    private final DemoScreen screen;
    private final Clock clock;
    private final Instant began;

    /** A demo that writes its summary for scripts to {@code out}, and everything for people to {@code talk}. */
    public Demo(DemoOptions options, Termination termination, PrintWriter out, PrintWriter talk, Clock clock) {
        this.options = options;
        this.termination = termination;
        this.out = out;
        this.screen = new DemoScreen(talk, options.redraw(), clock);
        this.clock = clock;
        this.began = clock.instant();
    }

    /** Runs it; the answer is the process's exit code: 0 only if every outcome was seen. */
    public int run(Map<String, String> environment) {
        DemoFolder folder = DemoFolder.of(options.data());
        DemoLog.to(folder.log());
        int code = 1;
        try {
            code = runIn(folder, environment);
            return code;
        } catch (Stopped stopped) {
            screen.say("stopped before the end");
            return INTERRUPTED;
        } finally {
            if (code == 0) {
                folder.discard();
            } else {
                screen.say("The log of this run: " + folder.log());
            }
        }
    }

    private int runIn(DemoFolder folder, Map<String, String> environment) {
        screen.step("starting broker, registry, gateway, router and dispatcher in this process");
        LocalSettings settings = LocalSettings.load(environment, DemoPorts.assignments(folder.path(), environment));
        try (Closing open = new Closing()) {
            LocalPlatform platform = open.add(LocalPlatform.start(settings));
            Duration started = sinceStart();
            screen.step("up: gateway " + platform.endpoints().gateway() + ", Kafka "
                    + platform.endpoints().kafka());
            GatewayClient gateway = new GatewayClient(
                    platform.endpoints().gateway(), platform.endpoints().key());
            gateway.putTopic(TOPIC, PARTITIONS);
            Map<DemoPart, DemoCallback> callbacks = new EnumMap<>(DemoPart.class);
            for (DemoPart part : DemoPart.values()) {
                callbacks.put(part, open.add(DemoCallback.start(part, gateway, TOPIC)));
            }
            DeadLetterWatch deadLetters = open.add(new DeadLetterWatch(platform.cluster(), platform.topics()));
            Stage stage = new Stage(platform, gateway, callbacks, deadLetters);
            DemoSummary summary = play(stage, started);
            return conclude(stage, summary);
        }
    }

    /** What the run works with. */
    private record Stage(
            LocalPlatform platform,
            GatewayClient gateway,
            Map<DemoPart, DemoCallback> callbacks,
            DeadLetterWatch deadLetters) {

        DemoCallback of(DemoPart part) {
            return Objects.requireNonNull(callbacks.get(part));
        }

        long delivered(DemoPart part) {
            return of(part).receiver().counts().distinct();
        }

        int dead(DemoPart part) {
            return deadLetters.count(of(part).key());
        }
    }

    private DemoSummary play(Stage stage, Duration started) {
        int events = options.events();
        screen.step("publishing " + events + " events to topic " + TOPIC + "; four callbacks are subscribed");
        long accepted = publish(stage);
        screen.step(accepted + " events accepted");
        until(
                stage,
                "the callbacks to be done",
                () -> stage.delivered(DemoPart.HEALTHY) >= events
                        && stage.delivered(DemoPart.SLOW) >= events
                        && stage.delivered(DemoPart.FLAKY) >= events
                        && stage.dead(DemoPart.DOWN) >= events);
        show(stage);
        int dead = stage.dead(DemoPart.DOWN);
        tellDeadLetters(stage);

        stage.of(DemoPart.DOWN).receiver().follow(Script.always(200));
        int redriven = redrive(stage);
        screen.step("repaired the down callback and redrove its " + redriven + " dead letters");
        until(stage, "the redriven deliveries", () -> stage.delivered(DemoPart.DOWN) >= events);
        show(stage);

        List<DemoSummary.Row> rows = stage.callbacks().values().stream()
                .map(callback ->
                        new DemoSummary.Row(callback.part(), callback.receiver().counts()))
                .toList();
        return new DemoSummary(accepted, rows, dead, redriven, started, sinceStart());
    }

    private long publish(Stage stage) {
        Publisher publisher = new Publisher(stage.gateway(), TOPIC, termination);
        DemoEvents events = new DemoEvents();
        Instant first = clock.instant();
        long accepted = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            Instant due = first.plus(PUBLISHING.multipliedBy(batch).dividedBy(BATCHES));
            until(stage, "the next batch", () -> !clock.instant().isBefore(due));
            int from = options.events() * batch / BATCHES;
            int to = options.events() * (batch + 1) / BATCHES;
            if (to > from) {
                accepted += publisher
                        .publish(events.next(to - from, clock.instant()))
                        .size();
            }
        }
        return accepted;
    }

    /** By a job, as anybody would ask for it. */
    private int redrive(Stage stage) {
        String down = stage.of(DemoPart.DOWN).key().id();
        String job = stage.gateway()
                .redrive(Json.object().put("subscription", down))
                .path("id")
                .asText();
        until(
                stage,
                "the redrive",
                () -> !stage.gateway().job(job).path("status").asText().equals("running"));
        return stage.gateway().job(job).at("/counts/redriven").asInt();
    }

    /** Shows progress until something is true; a dead platform, a signal or too much time ends the demo instead. */
    private void until(Stage stage, String what, BooleanSupplier reached) {
        while (!reached.getAsBoolean()) {
            if (termination.wished()) {
                throw new Stopped();
            }
            if (!stage.platform().live()) {
                throw new LocalException("a part of the platform died", "see the log");
            }
            if (sinceStart().compareTo(LONGEST) > 0) {
                show(stage);
                throw new LocalException(
                        "gave up after " + LONGEST.toSeconds() + " s, waiting for " + what,
                        "the numbers above say which callback is behind; see the log");
            }
            stage.deadLetters().poll(POLL);
            if (screen.due()) {
                show(stage);
            }
        }
    }

    private void show(Stage stage) {
        screen.progress(
                stage.callbacks().values().stream()
                        .map(callback -> new DemoScreen.Row(
                                callback.part(), callback.receiver().counts(), stage.dead(callback.part())))
                        .toList(),
                options.events());
    }

    private void tellDeadLetters(Stage stage) {
        screen.step(stage.dead(DemoPart.DOWN) + " dead letters in "
                + stage.platform().topics().deadLetters() + ":");
        stage.deadLetters().reasons().forEach((reason, count) -> screen.say("    " + count + " × " + reason));
        stage.deadLetters().sample().ifPresent(sample -> {
            screen.say("    one of them, event " + sample.eventId() + ", says in its headers:");
            sample.headers().forEach((name, text) -> screen.say("      __fanwire.errors." + name + " = " + text));
        });
    }

    private int conclude(Stage stage, DemoSummary summary) {
        List<String> failures = DemoVerdict.failures(summary, options.events());
        DemoEnding.summary(summary, failures).forEach(screen::say);
        if (options.json()) {
            out.println(summary.toJson(failures));
            out.flush();
        }
        if (failures.isEmpty() && !options.once()) {
            DemoEnding.tryThese(stage.platform().endpoints()).forEach(screen::say);
            boolean asked = termination.awaitWhile(stage.platform()::live);
            screen.step("stopping");
            return asked ? 0 : 70;
        }
        return failures.isEmpty() ? 0 : 1;
    }

    private Duration sinceStart() {
        return Duration.between(began, clock.instant());
    }

    /** Somebody pressed Ctrl-C before the end. */
    private static final class Stopped extends RuntimeException {
        Stopped() {
            super("stopped before the end", null, false, false);
        }
    }
}
