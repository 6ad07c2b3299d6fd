package io.fanwire.bench.scenario;

import io.fanwire.bench.ledger.Published;
import io.fanwire.bench.load.Load;
import io.fanwire.bench.load.Siege;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The gateway among clients that wish it no good: what do the others notice, and what does it keep of them? */
final class Hostile {
    private static final Duration SETTLES = Duration.ofMinutes(2);
    private static final int SLOW = 500;
    private static final int IDLE = 10_000;
    private static final int ROOM = 12_000;
    private static final int BOMBS = 200;
    private static final int INFLATED = 200_000_000;
    private static final double MOST_KEPT_MIB = 8;
    private static final int BOMBERS = 16;

    private Hostile() {}

    static List<Scenario> all() {
        return List.of(Scenario.of(
                        "L11",
                        "the gateway under slow connections, gzip bombs and idle connections",
                        "1-4",
                        1,
                        Hostile::besieged)
                .with(run -> Setup.of(1).withGateway("gateway.max.connections", Integer.toString(ROOM))));
    }

    /** Windows of a round lie beside each other: what the machine does besides hits both. */
    private record Round(Instant from, Instant middle, Instant to) {}

    private static Scenario.Judge besieged(Arena arena) {
        Run run = arena.run();
        Duration window = Duration.ofSeconds(run.size(6, 20));
        int rounds = (int) run.size(3, 5);
        long seconds = 2L * rounds * window.toSeconds() + 5;
        Load load = arena.load(0, 200 * seconds, 200, 10, 256);
        Waiting.pause(Duration.ofSeconds(5));
        List<Round> played = new ArrayList<>();
        for (int n = 0; n < rounds; n++) {
            Instant from = Instant.now();
            Waiting.pause(window);
            Instant middle = Instant.now();
            try (Siege siege = new Siege(arena.platform().gatewayPort)) {
                siege.drip(SLOW);
                Waiting.pause(window);
                played.add(new Round(from, middle, Instant.now()));
            }
        }
        load.await(SETTLES);
        List<Figure> figures = new ArrayList<>(bombs(arena));
        figures.addAll(idle(arena));
        arena.faultsOver();
        arena.settle(SETTLES);
        return evidence -> {
            List<Figure> all = new ArrayList<>(latencies(arena, played));
            all.addAll(figures);
            all.add(Kills.extras(evidence));
            return all;
        };
    }

    private static List<Figure> latencies(Arena arena, List<Round> rounds) {
        List<Published> calls = arena.accepted().calls();
        List<Long> all = new ArrayList<>();
        List<Long> besieged = new ArrayList<>();
        for (Round round : rounds) {
            List<Long> before = latencies(calls, round.from(), round.middle());
            List<Long> during = latencies(calls, round.middle(), round.to());
            arena.run()
                    .say(String.format(
                            "99 of 100 publishing calls: %.1f ms, with %d slow connections %.1f ms (%d and %d calls)",
                            p99(before), SLOW, p99(during), before.size(), during.size()));
            all.addAll(before);
            besieged.addAll(during);
        }
        return List.of(
                Figure.told("99 of 100 publishing calls without slow connections, ms", String.format("%.1f", p99(all))),
                Figure.told("99 of 100 with " + SLOW + " slow connections, ms", String.format("%.1f", p99(besieged))),
                Figure.told("how many times as long", String.format("%.2f", p99(besieged) / p99(all))));
    }

    /** One number a call, whatever it carried, in microseconds. */
    private static List<Long> latencies(List<Published> calls, Instant from, Instant to) {
        Map<String, Long> each = new TreeMap<>();
        for (Published call : calls) {
            if (!call.sent().isBefore(from) && call.answered().isBefore(to)) {
                each.put(
                        call.sent() + " " + call.answered(),
                        Duration.between(call.sent(), call.answered()).toNanos() / 1000);
            }
        }
        return new ArrayList<>(each.values());
    }

    private static double p99(List<Long> micros) {
        List<Long> sorted = micros.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * 99L / 100)) / 1000.0;
    }

    private static List<Figure> bombs(Arena arena) {
        byte[] bomb = Siege.zeros(INFLATED);
        Vitals vitals = new Vitals(arena.platform(), "gateway");
        throwBomb(arena, bomb);
        Vitals.Sample before = vitals.take();
        long residentBefore = arena.platform().child("gateway").mostResident();
        ExecutorService bombers = Executors.newFixedThreadPool(BOMBERS);
        List<CompletableFuture<Integer>> answers = IntStream.range(0, BOMBS)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> throwBomb(arena, bomb), bombers))
                .toList();
        long refused = answers.stream().filter(answer -> answer.join() == 413).count();
        bombers.shutdown();
        double resident = (arena.platform().child("gateway").mostResident() - residentBefore) / Vitals.MIB;
        Vitals.Sample after = vitals.take();
        arena.run().say("gateway before " + BOMBS + " bombs: " + before);
        arena.run().say("gateway after them: " + after);
        return List.of(
                Figure.exactly("bombs refused with 413", refused, BOMBS),
                kept("heap that is kept of them, MiB", after.heap() - before.heap()),
                kept("direct memory that is kept of them, MiB", after.direct() - before.direct()),
                Figure.told(
                        "most memory beside them, beyond the most before, MiB, for "
                                + INFLATED * (long) BOMBERS / 1_000_000 + " MB that they unfold to at a time",
                        String.format("%.1f", resident)));
    }

    private static int throwBomb(Arena arena, byte[] bomb) {
        return Siege.bomb(arena.platform().gatewayPort, Platform.KEY, Population.TOPIC, bomb);
    }

    private static Figure kept(String what, double mebibytes) {
        return new Figure(
                what,
                String.format("%.1f", mebibytes),
                String.format("at most %.0f", MOST_KEPT_MIB),
                mebibytes <= MOST_KEPT_MIB);
    }

    /** As many as the machine lets one process open. */
    private static List<Figure> idle(Arena arena) {
        Vitals vitals = new Vitals(arena.platform(), "gateway");
        Vitals.Sample before = vitals.take();
        try (Siege siege = new Siege(arena.platform().gatewayPort)) {
            int open = siege.idle(IDLE);
            Vitals.Sample during = vitals.take();
            arena.run().say("gateway with " + open + " idle connections: " + during);
            return List.of(
                    Figure.told("idle connections", open),
                    Figure.told("heap beside them, MiB", String.format("%.1f", during.heap())),
                    Figure.told(
                            "heap for each of them, KiB",
                            String.format("%.2f", (during.heap() - before.heap()) * 1024 / Math.max(1, open))));
        }
    }
}
