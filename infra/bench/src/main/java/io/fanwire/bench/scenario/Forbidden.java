package io.fanwire.bench.scenario;

import io.fanwire.bench.guard.LiveRow;
import io.fanwire.bench.guard.NameServer;
import io.fanwire.bench.guard.Trap;
import io.fanwire.bench.guard.Zone;
import io.fanwire.bench.ledger.Evidence;
import io.fanwire.bench.load.Load;
import io.fanwire.bench.process.Ports;
import io.fanwire.local.LocalException;
import io.fanwire.schemas.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Callbacks that try to lead us where nobody may be led: by their names' addresses, by changing these after they were looked at, by
 * redirects. The callbacks are on 127.0.0.2, which is allowed and stands for the public Internet; 127.0.0.1 is forbidden, and
 * whoever connects to it there is counted.
 */
final class Forbidden {
    private static final Duration SETTLES = Duration.ofSeconds(90);
    private static final String OPEN = "127.0.0.2";
    private static final String NAME_SERVERS = "callbacks.dns.servers";
    private static final String ELSEWHERE = "elsewhere.example.org";
    private static final String SWINGS = "swings";

    private Forbidden() {}

    static List<Scenario> all() {
        return List.of(Scenario.of(
                        "F24",
                        "callbacks lead to forbidden addresses by name, by rebinding and by redirect",
                        "1 5",
                        1,
                        Forbidden::led)
                .with(run -> setup(new Ports()))
                .with(Population.Terms.USUAL.with(List.of("1s", "1s"))));
    }

    private static Setup setup(Ports ports) {
        String trap = Integer.toString(ports.next());
        return Setup.of(1)
                .withSinkHost(OPEN)
                .withBoth("callbacks.allow.loopback", "false")
                .withBoth("callbacks.allow.networks", OPEN + "/32")
                .withBoth(NAME_SERVERS, "127.0.0.1:" + ports.next())
                .withDispatcherJvm(List.of(
                        "-Dhttp.proxyHost=127.0.0.1",
                        "-Dhttp.proxyPort=" + trap,
                        "-Dhttps.proxyHost=127.0.0.1",
                        "-Dhttps.proxyPort=" + trap));
    }

    private record Stage(Arena arena, NameServer names, int trap) {}

    private static Scenario.Judge led(Arena arena) {
        Setup setup = arena.platform().setup();
        String jvm = String.join(" ", setup.dispatcherJvm());
        int trapPort = Integer.parseInt(jvm.substring(jvm.lastIndexOf('=') + 1));
        String server = setup.dispatcher().getOrDefault(NAME_SERVERS, "");
        try (NameServer names = NameServer.start(Integer.parseInt(server.substring(server.indexOf(':') + 1)));
                Trap trap = new Trap()) {
            trap.add("127.0.0.1", arena.platform().sinkPort());
            trap.add("::1", arena.platform().sinkPort());
            trap.add("127.0.0.1", trapPort);
            List<LiveRow> rows = new ArrayList<>(LiveRow.own());
            List<LiveRow> table = LiveRow.ofTable(arena.run().corpora());
            rows.addAll(table);
            arena.run()
                    .say(rows.size() + " rows, " + table.size() + " of them of the table, " + trap.listeners()
                            + " forbidden listeners");
            return play(new Stage(arena, names, trapPort), rows, trap);
        }
    }

    private static Scenario.Judge play(Stage stage, List<LiveRow> rows, Trap trap) {
        Arena arena = stage.arena();
        List<String> taken = new ArrayList<>();
        rows.stream()
                .filter(row -> row.refusedWhenSaved() && !refused(stage, row) && !refused(stage, row))
                .forEach(row -> taken.add(row.id()));
        rows.forEach(row -> subscribe(stage, row));
        swing(stage);
        Load load = arena.load(0, arena.run().size(450, 4_500), arena.run().pace(45, 225));
        load.await(SETTLES);
        arena.faultsOver();
        arena.settle(SETTLES);
        int connections = trap.connections();
        int lookedUp = stage.names().asked(ELSEWHERE) + stage.names().asked("other.customer.com");
        long toRefuse = rows.stream().filter(LiveRow::refusedWhenSaved).count();
        return evidence -> {
            List<String> wrong = rows.stream()
                    .filter(row -> !endedSo(evidence, row))
                    .map(row -> row.id() + " " + count(evidence, id(row)))
                    .toList();
            return List.of(
                    Figure.exactly("connections to forbidden sinks", connections, 0),
                    Figure.exactly("look-ups of a redirect's target", lookedUp, 0),
                    Figure.exactly("rows refused when saved" + named(taken), toRefuse - taken.size(), toRefuse),
                    Figure.exactly(
                            "rows whose attempts ended blocked or failed as they must" + named(wrong),
                            rows.size() - wrong.size(),
                            rows.size()),
                    Figure.told("attempts of a name that swings", count(evidence, SWINGS)));
        };
    }

    private static String named(List<String> wrong) {
        return wrong.isEmpty() ? "" : " (not: " + String.join(", ", wrong) + ")";
    }

    /** Public addresses stand for the sink's; the others are as they are. */
    private static Zone zone(Zone told) {
        return told.map(address -> address.matches("(93\\.184|192\\.0\\.2)\\..*") ? OPEN : address);
    }

    /** Whoever saves waits 200 ms for the name server, so on a busy machine once may be too little. */
    private static boolean refused(Stage stage, LiveRow row) {
        stage.names().put(row.host(), zone(row.dns()));
        try {
            put(stage, row);
            return false;
        } catch (LocalException answer) {
            return String.valueOf(answer.getMessage()).contains("Url not allowed");
        }
    }

    /** Saved while its name has an address that is allowed; then it gets the one it is about. */
    private static void subscribe(Stage stage, LiveRow row) {
        if (!row.location().isEmpty()) {
            String location = row.location().replace("{trap}", Integer.toString(stage.trap()));
            stage.arena().platform().sink().script("/c/" + id(row), "redirect " + location + " " + row.status());
        }
        stage.names().put(row.host(), Zone.parse("A=" + OPEN));
        put(stage, row);
        stage.names().put(row.host(), zone(row.dns()).last());
    }

    private static void put(Stage stage, LiveRow row) {
        put(stage, id(row), row.host());
    }

    private static void put(Stage stage, String id, String host) {
        String url = "http://" + host + ":" + stage.arena().platform().sinkPort() + "/c/" + id;
        stage.arena().population().put("default", id, false, Set.of("t0"), "/c/" + id, Map.of("url", url));
    }

    /** A name that is public and forbidden in turns: whichever answer a connect gets, it goes there or nowhere. */
    private static void swing(Stage stage) {
        List<Zone.Answer> turns = new ArrayList<>();
        Zone.Answer open = Zone.parse("A=" + OPEN).turns().get(0);
        Zone.Answer closed = Zone.parse("A=127.0.0.1").turns().get(0);
        for (int i = 0; i < 50; i++) {
            turns.add(open);
            turns.add(closed);
        }
        stage.names().put(SWINGS + ".example.org", new Zone(turns));
        put(stage, SWINGS, SWINGS + ".example.org");
    }

    private static String id(LiveRow row) {
        return "row-" + row.id();
    }

    private static boolean endedSo(Evidence evidence, LiveRow row) {
        List<Attempt> attempts = attempts(evidence, id(row));
        return !attempts.isEmpty()
                && attempts.stream().allMatch(attempt -> switch (row.ends()) {
                    case BLOCKED -> attempt.outcome().orElse("").equals("blocked");
                    case NO_ADDRESS ->
                        attempt.outcome().orElse("").equals("failed")
                                && attempt.status().isEmpty();
                    case REDIRECTED -> attempt.status().orElse(0) == row.status();
                });
    }

    private static List<Attempt> attempts(Evidence evidence, String subscription) {
        return evidence.history().attempts().stream()
                .map(seen -> seen.attempt())
                .filter(attempt -> attempt.subscription().id().equals(subscription)
                        && attempt.outcome().isPresent())
                .toList();
    }

    private static Map<String, Integer> count(Evidence evidence, String subscription) {
        Map<String, Integer> counts = new HashMap<>();
        attempts(evidence, subscription)
                .forEach(attempt -> counts.merge(attempt.outcome().orElse(""), 1, Integer::sum));
        return counts;
    }
}
