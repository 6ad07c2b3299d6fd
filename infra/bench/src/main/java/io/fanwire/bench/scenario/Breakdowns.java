package io.fanwire.bench.scenario;

import io.fanwire.bench.ledger.AttemptTail;
import io.fanwire.bench.ledger.Evidence;
import io.fanwire.bench.ledger.Fault;
import io.fanwire.bench.ledger.Published;
import io.fanwire.bench.load.Load;
import io.fanwire.schemas.Attempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A thread that stands still, a delivery that ends whoever works on it, a disk that is full. */
final class Breakdowns {
    private static final Duration SETTLES = Duration.ofSeconds(70);
    private static final int FATAL = 70;
    private static final int FATAL_EVENT = 500;
    private static final String NO_FILE_ABOVE_24_MIB = "ulimit -f 49152";
    private static final String FATAL_FOR = "c05";

    private Breakdowns() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of(
                                "F11",
                                "one worker's thread stands still while its group is stable",
                                "12",
                                1,
                                Breakdowns::standsStill)
                        .with(run ->
                                Setup.of(1).withDispatcherJvm(List.of("-Dfanwire.fault.freeze=" + freezeFile(run)))),
                Scenario.of(
                                "F21",
                                "the broker cannot write any more, and ends; it comes back with space",
                                "1 19",
                                2,
                                Breakdowns::noSpace)
                        .with(run -> Setup.of(2).withBrokerShell(NO_FILE_ABOVE_24_MIB)),
                Scenario.of(
                                "F25",
                                "one delivery ends every process that works on it; whoever ended is started again",
                                "1 2 12",
                                1,
                                Breakdowns::crashes)
                        .with(run -> Setup.of(1).withDispatcherJvm(List.of("-Dfanwire.fault.crash=" + fatal(run)))));
    }

    private static String fatal(Run run) {
        return "e" + Long.toHexString(run.seed()) + "-" + FATAL_EVENT + "/" + FATAL_FOR;
    }

    private static Scenario.Judge crashes(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(3_000, 50_000), run.pace(50, 200));
        int ends = 0;
        Instant deadline = Instant.now().plus(Duration.ofMinutes(4));
        String name = AttemptTail.name(fatal(run).substring(0, fatal(run).indexOf('/')), FATAL_FOR, 0);
        while (!arena.tail().hasEnded(name) && Instant.now().isBefore(deadline)) {
            if (!arena.platform().child("d0").alive()) {
                ends++;
                Instant now = Instant.now();
                arena.faults().add(new Fault(Fault.Kind.KILL, "d0", now, now, Set.of()));
                arena.platform().startDispatcher(0);
            }
            Waiting.pause(Duration.ofMillis(50));
        }
        arena.faultsOver();
        load.await(SETTLES);
        arena.settle(SETTLES);
        int crashes = ends;
        return evidence -> List.of(
                Figure.atMost("processes that it ended", crashes, 6),
                Figure.exactly("dead letters with the reason crashed", reasons(evidence, "crashed"), 1),
                Kills.extras(evidence));
    }

    static long reasons(Evidence evidence, String reason) {
        return evidence.history().attempts().stream()
                .map(seen -> seen.attempt())
                .filter(attempt -> attempt.state() == Attempt.State.DEAD_LETTERED
                        && attempt.reason().equals(Optional.of(reason)))
                .count();
    }

    /** A limit on the size of files stands for a full disk: the broker's write fails, and Kafka ends over that. */
    private static Scenario.Judge noSpace(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(2_500, 20_000), run.pace(60, 200), 10, 20_000);
        Waiting.until("the broker to run out of space", Duration.ofMinutes(4), () -> !arena.platform()
                .child("broker")
                .alive());
        Instant from = Instant.now();
        run.say("the broker ended");
        Waiting.pause(Duration.ofSeconds(run.size(5, 20)));
        arena.platform().startBroker("");
        arena.platform().awaitBroker();
        Instant up = Instant.now();
        arena.faults().add(new Fault(Fault.Kind.BROKER, "broker", from, up, Set.of()));
        arena.faultsOver();
        load.await(SETTLES.multipliedBy(3)); // it stood still meanwhile, and 20 kB an event are many
        arena.settle(SETTLES);
        long refused = arena.accepted().calls().stream()
                .filter(call -> call.result() != Published.Result.OK)
                .count();
        return evidence -> List.of(
                Figure.atLeast("events that were not answered 202 meanwhile", (double) refused, 1),
                Figure.atMost(
                        "first delivery after the broker is up",
                        Kills.firstAfter(evidence, up),
                        Duration.ofSeconds(20)));
    }

    private static Path freezeFile(Run run) {
        return run.folder().resolve("freeze");
    }

    private static Scenario.Judge standsStill(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(4_000, 100_000), run.pace(125, 400));
        Waiting.pause(Duration.ofSeconds(5));
        Instant frozen = Instant.now();
        write(freezeFile(run));
        Waiting.until("an alarm", Duration.ofSeconds(60), () -> alarmed(arena));
        Instant alarmed = Instant.now();
        Waiting.until("the frozen process to end", Duration.ofSeconds(60), () -> !arena.platform()
                .child("d0")
                .alive());
        Instant ended = Instant.now();
        arena.faults().add(new Fault(Fault.Kind.KILL, "d0", ended, ended, Set.of()));
        int code = arena.platform().child("d0").exitCode().orElse(-1);
        delete(freezeFile(run));
        arena.platform().startDispatcher(0);
        arena.faultsOver();
        load.await(SETTLES);
        arena.settle(SETTLES);
        return evidence -> List.of(
                Figure.exactly("exit code", code, FATAL),
                Figure.atMost("alarm after", Duration.between(frozen, alarmed), Duration.ofSeconds(10)),
                Figure.told("ended after", Figure.seconds(Duration.between(frozen, ended))),
                Figure.atMost("first request after its end", Kills.firstAfter(evidence, ended), Duration.ofSeconds(20)),
                Kills.extras(evidence));
    }

    private static boolean alarmed(Arena arena) {
        try (Stream<String> lines = Files.lines(arena.platform().folder().resolve("d0.log"))) {
            return lines.anyMatch(line -> line.contains("a worker's thread stands still"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
