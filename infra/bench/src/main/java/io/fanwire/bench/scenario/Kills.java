package io.fanwire.bench.scenario;

import io.fanwire.bench.ledger.Evidence;
import io.fanwire.bench.ledger.Fault;
import io.fanwire.bench.ledger.Ledger;
import io.fanwire.bench.ledger.Resumption;
import io.fanwire.bench.load.Load;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** SIGKILL, to dispatchers one by one and all at once. */
final class Kills {
    private static final Duration SETTLES = Duration.ofSeconds(60);
    private static final Duration RESUMES = Duration.ofSeconds(15);

    private Kills() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("F01", "kill -9 one of 3 dispatchers 10 times, restart", "1-8 19", 3, Kills::oneByOne));
    }

    private static Scenario.Judge oneByOne(Arena arena) {
        Run run = arena.run();
        long events = run.size(5_000, 100_000);
        Load load = arena.load(0, events, run.size(125, 500));
        Waiting.pause(Duration.ofSeconds(2));
        List<Instant> kills = new ArrayList<>();
        for (int n = 0; n < 10; n++) {
            int victim = arena.random().nextInt(3);
            String name = "d" + victim;
            kills.add(arena.faults().kill(name));
            Waiting.pause(Duration.ofMillis(arena.random().nextInt(50, 500)));
            arena.platform().startDispatcher(victim);
            Waiting.pause(Duration.ofMillis(arena.random().nextInt(2_000, 3_500)));
        }
        arena.faultsOver();
        load.await(SETTLES);
        arena.settle(SETTLES);
        return evidence -> List.of(extras(evidence), resume(evidence, kills));
    }

    /** What may be sent again: all that was sent and could not be read as done when somebody was killed. */
    static Figure extras(Evidence evidence) {
        long most = evidence.history().faults().stream()
                .filter(fault -> fault.kind().excuses())
                .mapToLong((Fault fault) -> Ledger.undurable(evidence, fault.from()))
                .sum();
        return Figure.atMost("extra requests", Ledger.extraPosts(evidence), most);
    }

    static Figure resume(Evidence evidence, List<Instant> moments) {
        Resumption resumption = Resumption.of(evidence);
        Duration slowest = moments.stream()
                .map(resumption::slowestAfter)
                .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) > 0 ? one : other);
        return Figure.atMost("slowest partition resumed after", slowest, RESUMES);
    }
}
