package io.fanwire.bench.scenario;

import io.fanwire.bench.ledger.Evidence;
import io.fanwire.bench.ledger.Fault;
import io.fanwire.bench.ledger.Ledger;
import io.fanwire.bench.ledger.Published;
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
                Scenario.of("F01", "kill -9 one of 3 dispatchers 10 times, restart", "1-8 19", 3, Kills::oneByOne),
                Scenario.of(
                        "F02", "kill -9 all dispatchers at once, restart after a while", "1-8", 3, Kills::allAtOnce),
                Scenario.of("F03", "kill -9 the router 10 times", "1 16", 1, arena -> others(arena, "router", 10)),
                Scenario.of(
                        "F04",
                        "kill -9 the gateway 10 times; what was not answered counts once or not at all",
                        "1 19",
                        1,
                        arena -> others(arena, "gateway", 10)),
                Scenario.of("F05", "kill -9 the broker 5 times, restart", "1-8 12", 2, Kills::broker),
                Scenario.of(
                        "F17",
                        "kill -9 a dispatcher in the middle of its work, never restart it",
                        "12",
                        2,
                        Kills::forGood));
    }

    private static Scenario.Judge allAtOnce(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(4_000, 100_000), run.pace(125, 400));
        Waiting.pause(Duration.ofSeconds(8));
        Instant killed = Instant.now();
        for (int i = 0; i < 3; i++) {
            arena.faults().kill("d" + i);
        }
        Waiting.pause(Duration.ofSeconds(run.size(10, 20)));
        for (int i = 0; i < 3; i++) {
            arena.platform().startDispatcher(i);
        }
        arena.faultsOver();
        load.await(SETTLES);
        arena.settle(SETTLES);
        return evidence -> List.of(extras(evidence), catchUp(evidence, killed));
    }

    /** The busiest five seconds afterwards against the five before. */
    private static Figure catchUp(Evidence evidence, Instant killed) {
        Duration window = Duration.ofSeconds(5);
        double steady = (double) Ledger.posts(evidence, killed.minus(window), killed);
        double best = 0;
        for (int second = 1; second < 60; second++) {
            Instant from = killed.plusSeconds(second);
            best = Math.max(best, (double) Ledger.posts(evidence, from, from.plus(window)));
        }
        return Figure.atLeast("catch-up as a share of the steady rate", steady == 0 ? 0 : best / steady, 0.8);
    }

    private static Scenario.Judge others(Arena arena, String victim, int times) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(5_000, 100_000), run.pace(125, 400));
        Waiting.pause(Duration.ofSeconds(2));
        Duration slowest = Duration.ZERO;
        for (int n = 0; n < times; n++) {
            Instant killed = arena.faults().kill(victim);
            if (victim.equals("router")) {
                arena.platform().startRouter();
            } else {
                arena.platform().startGateway();
            }
            if (n % 2 == 0) { // else it may be killed while it starts
                arena.platform().awaitReady(victim);
                Duration took = Duration.between(killed, Instant.now());
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
            }
            arena.pauseBetweenKills(1_500, 4_500);
        }
        arena.faultsOver();
        load.await(SETTLES);
        arena.settle(SETTLES);
        String ready = Figure.seconds(slowest);
        return evidence -> List.of(
                Figure.told("accepted", arena.accepted().accepted()),
                Figure.told("slowest from a kill to ready again", ready));
    }

    private static Scenario.Judge broker(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(4_000, 100_000), run.pace(100, 400));
        List<Instant> up = new ArrayList<>();
        Duration down = Duration.ZERO;
        for (int n = 0; n < 5; n++) {
            arena.pauseBetweenKills(2_000, 4_000);
            Instant from = arena.faults().kill("broker");
            arena.platform().startBroker();
            arena.platform().awaitBroker();
            Instant back = Instant.now();
            up.add(back);
            down = down.plus(Duration.between(from, back));
            arena.faults().add(new Fault(Fault.Kind.BROKER, "broker", from, back, java.util.Set.of()));
        }
        arena.run().say("without a broker: " + Figure.seconds(down));
        arena.faultsOver();
        load.await(SETTLES.plus(down)); // nothing is taken meanwhile
        arena.settle(SETTLES);
        return evidence -> {
            Duration first = up.stream()
                    .map(moment -> firstAfter(evidence, moment))
                    .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) > 0 ? one : other);
            return List.of(
                    Figure.atMost("first delivery after the broker is up", first, Duration.ofSeconds(20)),
                    Figure.atMost("slowest answer other than 202", slowestRefusal(arena), Duration.ofSeconds(5)),
                    Figure.atMost(
                            "most lines that a process logged in a minute",
                            LogLines.mostInAMinute(run.folder(), List.of("gateway", "router", "d0", "d1")),
                            49));
        };
    }

    private static Duration slowestRefusal(Arena arena) {
        return arena.accepted().calls().stream()
                .filter(call -> call.result() != Published.Result.OK)
                .map(call -> Duration.between(call.sent(), call.answered()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Zero when there was nothing left to send: that it was all sent, the invariants tell. */
    static Duration firstAfter(Evidence evidence, Instant moment) {
        return evidence.history().posts().stream()
                .map(post -> Duration.between(moment, post.received()))
                .filter(after -> !after.isNegative())
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Scenario.Judge forGood(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(4_000, 100_000), run.pace(125, 400));
        Waiting.pause(Duration.ofSeconds(10));
        Instant killed = arena.faults().kill("d1");
        load.await(SETTLES);
        arena.faultsOver();
        arena.settle(SETTLES);
        return evidence -> List.of(extras(evidence), resume(evidence, List.of(killed)));
    }

    private static Scenario.Judge oneByOne(Arena arena) {
        Run run = arena.run();
        long events = run.size(5_000, 100_000);
        Load load = arena.load(0, events, run.pace(125, 400));
        Waiting.pause(Duration.ofSeconds(2));
        List<Instant> kills = new ArrayList<>();
        for (int n = 0; n < 10; n++) {
            int victim = arena.random().nextInt(3);
            String name = "d" + victim;
            kills.add(arena.faults().kill(name));
            Waiting.pause(Duration.ofMillis(arena.random().nextInt(50, 500)));
            arena.platform().startDispatcher(victim);
            arena.pauseBetweenKills(2_000, 3_500);
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
                .mapToLong(fault -> fault.kind() == Fault.Kind.FREEZE
                        // A busy machine stops a process some time after it was told to.
                        ? Ledger.undurable(evidence, fault)
                        : Ledger.undurable(evidence, fault.from()))
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
