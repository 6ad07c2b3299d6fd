package io.fanwire.bench.scenario;

import io.fanwire.bench.ledger.Evidence;
import io.fanwire.bench.ledger.Fault;
import io.fanwire.bench.ledger.Fault.Kind;
import io.fanwire.bench.ledger.Ledger;
import io.fanwire.bench.load.Load;
import io.fanwire.bench.process.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Services that stand still for a while or are cut off, and a machine that loses its power. */
final class Outages {
    private static final Duration SETTLES = Duration.ofSeconds(70);

    private Outages() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of(
                        "F26",
                        "kill -9 everything, the broker too; start everything",
                        "1-8 16 19",
                        2,
                        Outages::noPower),
                Scenario.of(
                        "F27",
                        "SIGSTOP the broker for longer than sessions and transactions last, SIGCONT",
                        "1-8 19",
                        2,
                        Outages::brokerStands),
                Scenario.of(
                        "F28",
                        "SIGSTOP the router for longer than its session lasts, SIGCONT",
                        "1-8 16",
                        1,
                        arena -> stands(arena, "router", arena.run().size(20, 60))),
                Scenario.of(
                        "F29",
                        "SIGSTOP the gateway, SIGCONT",
                        "1 19",
                        1,
                        arena -> stands(arena, "gateway", arena.run().size(12, 30))),
                Scenario.of(
                                "F30",
                                "one dispatcher of two reaches the broker no more, and does not know",
                                "1-8 19",
                                2,
                                Outages::cutOff)
                        .with(run -> Setup.of(2).withDetourOf("d0")));
    }

    private static Scenario.Judge noPower(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(4_000, 100_000), run.pace(125, 400));
        Waiting.pause(Duration.ofSeconds(8));
        Platform platform = arena.platform();
        List<String> all = List.of("d0", "d1", "router", "gateway", "broker");
        Instant from = Instant.now();
        all.forEach(arena.faults()::kill);
        Waiting.pause(Duration.ofSeconds(run.size(3, 20)));
        platform.startBroker();
        platform.startGateway();
        platform.startRouter();
        platform.startDispatcher(0);
        platform.startDispatcher(1);
        platform.awaitBroker();
        arena.faults().add(new Fault(Kind.BROKER, "broker", from, Instant.now(), Set.of()));
        arena.faultsOver();
        load.await(SETTLES);
        arena.settle(SETTLES);
        return evidence -> List.of(Kills.extras(evidence));
    }

    private static Scenario.Judge brokerStands(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(4_000, 100_000), run.pace(125, 400));
        Waiting.pause(Duration.ofSeconds(6));
        Instant from = Instant.now();
        arena.platform().child("broker").freeze();
        Waiting.pause(Duration.ofSeconds(run.size(20, 60)));
        arena.platform().child("broker").thaw();
        Fault outage = new Fault(Kind.BROKER, "broker", from, Instant.now(), Set.of());
        arena.faults().add(outage);
        arena.faultsOver();
        load.await(SETTLES);
        arena.settle(SETTLES);
        return evidence -> List.of(extras(evidence, outage));
    }

    /** What was sent while nothing could be written down may be sent again. */
    private static Figure extras(Evidence evidence, Fault outage) {
        return Figure.atMost("extra requests", Ledger.extraPosts(evidence), Ledger.undurable(evidence, outage));
    }

    /** What neither of them does is send: nothing may be sent twice on their account. */
    private static Scenario.Judge stands(Arena arena, String victim, long seconds) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(4_000, 100_000), run.pace(125, 400));
        Waiting.pause(Duration.ofSeconds(6));
        Instant from = Instant.now();
        arena.platform().child(victim).freeze();
        Waiting.pause(Duration.ofSeconds(seconds));
        arena.platform().child(victim).thaw();
        arena.faults().add(new Fault(Kind.STOP, victim, from, Instant.now(), Set.of()));
        arena.faultsOver();
        load.await(SETTLES);
        arena.settle(SETTLES);
        return evidence -> List.of(Kills.extras(evidence));
    }

    private static Scenario.Judge cutOff(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(4_000, 100_000), run.pace(125, 400));
        Waiting.pause(Duration.ofSeconds(6));
        Instant from = Instant.now();
        arena.platform().weather("blackhole");
        Set<Integer> ports = new HashSet<>();
        for (long second = 0; second < run.size(25, 60); second++) {
            ports.addAll(Ports.of(arena.platform().child("d0").pid()));
            Waiting.pause(Duration.ofSeconds(1));
        }
        arena.platform().weather("");
        Fault outage = new Fault(Kind.NETWORK, "d0", from, Instant.now(), ports);
        arena.faults().add(outage);
        arena.faultsOver();
        load.await(SETTLES);
        arena.settle(SETTLES);
        return evidence -> List.of(extras(evidence, outage));
    }
}
