package io.fanwire.bench.scenario;

import io.fanwire.bench.ledger.Evidence;
import io.fanwire.bench.ledger.Fault;
import io.fanwire.bench.ledger.Punctuality;
import io.fanwire.bench.load.Load;
import io.fanwire.bench.scenario.Population.Terms;
import io.fanwire.runtime.DurationText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A dispatcher whose machine's clock jumps. */
final class Clocks {
    private static final Duration SETTLES = Duration.ofSeconds(60);
    private static final String VICTIM = "d1";

    private Clocks() {}

    static List<Scenario> all() {
        return List.of(Scenario.of(
                        "F19", "the clock of one of 3 dispatchers jumps an hour forth and back", "13", 3, Clocks::jumps)
                .with(run -> Setup.of(3)
                        .withDispatcherJvm(
                                List.of("-Dfanwire.fault.clock=" + run.folder().resolve("{name}.clock")))));
    }

    /** Each jump is kept for longer than the longest tier: what was handed over under it comes due under it. */
    private static Scenario.Judge jumps(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(1_800, 100_000), run.pace(40, 400));
        Waiting.pause(Duration.ofSeconds(5));
        Instant first = Instant.now();
        jump(arena, Duration.ofHours(1));
        double forth = shown(arena);
        jump(arena, Duration.ofHours(-1));
        double back = shown(arena);
        jump(arena, Duration.ZERO);
        load.await(SETTLES);
        arena.faultsOver();
        arena.settle(SETTLES);
        return evidence -> figures(evidence, first, forth, -back);
    }

    private static List<Figure> figures(Evidence evidence, Instant first, double forth, double back) {
        List<Duration> schedule =
                Terms.USUAL.schedule().stream().map(DurationText::parse).toList();
        Punctuality punctuality = Punctuality.of(evidence, schedule, first);
        return List.of(
                Figure.atLeast("seconds that the clock was shown to be ahead", forth, 3_590),
                Figure.atLeast("seconds that it was shown to be behind", back, 3_590),
                Figure.atLeast("retries from the first jump on", (double) punctuality.retries(), 100),
                Figure.atMost("earliest of them, before its time", punctuality.early(), Duration.ofSeconds(1)),
                Figure.atMost("latest of them, after its time", punctuality.late(), Duration.ofSeconds(5)),
                Kills.extras(evidence));
    }

    private static void jump(Arena arena, Duration off) {
        Path folder = arena.platform().folder();
        try {
            Path next = Files.writeString(folder.resolve("clock.new"), off.toString());
            Files.move(next, folder.resolve(VICTIM + ".clock"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Instant from = Instant.now();
        Waiting.pause(arena.platform().setup().longestTier().plusSeconds(2));
        arena.faults().add(new Fault(Fault.Kind.CLOCK, VICTIM, from, Instant.now(), Set.of()));
    }

    private static double shown(Arena arena) {
        return Vitals.value(arena.platform().metrics(VICTIM), "fanwire_dispatcher_clock_ahead_seconds");
    }
}
