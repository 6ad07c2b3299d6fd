package io.fanwire.bench.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.bench.ledger.Evidence;
import io.fanwire.bench.ledger.Lying;
import io.fanwire.bench.load.Load;
import io.fanwire.bench.scenario.Population.Terms;
import io.fanwire.local.Json;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.schemas.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Dead letters that are put back while those who do it are killed. */
final class Redrives {
    private static final Duration SETTLES = Duration.ofMinutes(2);
    private static final int KILLS = 3;

    private Redrives() {}

    static List<Scenario> all() {
        return List.of(Scenario.of(
                        "F22",
                        "a crowd of dead letters, put back by two jobs at once; kill -9 those who run them",
                        "2 6",
                        2,
                        Redrives::twoJobs)
                .with(Terms.USUAL.with(List.of("1s"))));
    }

    private static Scenario.Judge twoJobs(Arena arena) {
        Run run = arena.run();
        Instant began = Instant.now();
        arena.platform().sink().script("*", "status 500");
        Load load = arena.load(0, run.size(1_200, 3_400), 0, 10, 1024);
        load.await(SETTLES);
        arena.settle(SETTLES);
        arena.platform().sink().script("*", "ok");
        long letters = arena.tail().ended();
        run.say(letters + " dead letters after "
                + Duration.between(began, Instant.now()).toSeconds() + " s");

        List<Ordered> jobs = new ArrayList<>();
        for (String tenant : List.of("default", Population.OTHER_TENANT)) {
            GatewayClient gateway = arena.platform().gateway().actingFor(tenant);
            ObjectNode wish = Json.object().put("since", began.minusSeconds(1).toString());
            wish.putObject("rateLimit").put("count", letters / 10).put("per", "1s");
            jobs.add(new Ordered(gateway, gateway.redrive(wish).path("id").asText()));
            jobs.add(new Ordered(gateway, gateway.redrive(wish).path("id").asText()));
        }
        for (int n = 0; n < KILLS; n++) {
            long share = letters * (n + 1) / (KILLS + 1);
            Waiting.until("the jobs to get on", SETTLES, () -> redriven(jobs) >= share);
            String victim = "d" + n % 2;
            arena.faults().kill(victim);
            run.say(victim + " is killed, " + redriven(jobs) + " are put back");
            Waiting.pause(Duration.ofMillis(arena.random().nextInt(50, 500)));
            arena.platform().startDispatcher(n % 2);
        }
        arena.faultsOver();
        Waiting.until("the jobs to end", SETTLES, () -> jobs.stream().allMatch(Ordered::succeeded));
        arena.settle(1, SETTLES);
        long counted = redriven(jobs);
        return evidence -> List.of(
                Figure.exactly("dead letters", evidence.history().deadLetters().size(), letters),
                Figure.exactly("put back, as the jobs count", counted, letters),
                Figure.exactly("copies among the deliveries", copies(arena, evidence), letters),
                Figure.exactly("delivered as their next generation", delivered(evidence), letters),
                Kills.extras(evidence));
    }

    private static long redriven(List<Ordered> jobs) {
        return jobs.stream().mapToLong(Ordered::redriven).sum();
    }

    private static long copies(Arena arena, Evidence evidence) {
        String deliveries = arena.platform().topics().deliveries();
        return evidence.history().deliveries().stream()
                .filter(record -> record.at().topic().equals(deliveries))
                .map(Lying::delivery)
                .filter(delivery -> delivery.progress().generation() > 0)
                .count();
    }

    private static long delivered(Evidence evidence) {
        return evidence.history().attempts().stream()
                .filter(seen ->
                        seen.attempt().generation() == 1 && seen.attempt().state() == Attempt.State.DELIVERED)
                .count();
    }

    /** A job that was made. */
    private record Ordered(GatewayClient gateway, String id) {
        private JsonNode now() {
            return gateway.job(id);
        }

        boolean succeeded() {
            return now().path("status").asText().equals("succeeded");
        }

        long redriven() {
            return now().at("/counts/redriven").asLong();
        }
    }
}
