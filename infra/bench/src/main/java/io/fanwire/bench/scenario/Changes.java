package io.fanwire.bench.scenario;

import io.fanwire.bench.ledger.Evidence;
import io.fanwire.bench.ledger.Fault;
import io.fanwire.bench.ledger.Post;
import io.fanwire.bench.load.Load;
import io.fanwire.local.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What dispatchers work by is changed under them: subscriptions during a backlog, and their own progress. */
final class Changes {
    private static final Duration SETTLES = Duration.ofSeconds(90);
    /** A subscription's change is known everywhere by then. */
    private static final Duration KNOWN = Duration.ofSeconds(2);

    private static final String MOVED = "c01";
    private static final String ROTATED = "c04";
    private static final String DELETED = "c07";
    private static final String NEW = "c99";

    private Changes() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of(
                                "F16",
                                "the progress of half of the partitions is overwritten with junk, of the others with another version",
                                "1 3",
                                2,
                                Changes::damagedProgress)
                        .waiving(Map.of(
                                "I2", "what the map claimed is done again, and ends again",
                                "I4", "what the map claimed is done again",
                                "I6", "what the map claimed is done again",
                                "I7", "what the map claimed is done again",
                                "I8", "what the map claimed is done again")),
                Scenario.of(
                        "F20",
                        "during a backlog a URL changes, a secret is rotated, one subscription ends and another begins",
                        "1 15 17",
                        2,
                        Changes::duringABacklog));
    }

    private static Scenario.Judge duringABacklog(Arena arena) {
        Run run = arena.run();
        for (String id : List.of(MOVED, ROTATED, DELETED)) {
            arena.platform().sink().script("/c/" + id, "status 500,500,500,204");
        }
        Load load = arena.load(0, run.size(3_000, 50_000), run.pace(125, 400));
        Waiting.pause(Duration.ofSeconds(8));

        Population population = arena.population();
        population.put("default", MOVED, false, population.wanted(MOVED).types(), "/c/moved", Map.of());
        Instant moved = Instant.now();

        String old = population.secretOf(ROTATED);
        String fresh = Platform.secret();
        arena.platform().sink().order(List.of("secret " + ROTATED + " " + fresh + " " + old));
        arena.platform()
                .gateway()
                .act(
                        ROTATED,
                        "rotate-secret",
                        Json.object().put("secret", fresh).put("overlap", "1h"));
        population.secret(ROTATED, fresh);
        Instant rotated = Instant.now();

        population.delete(DELETED);
        population.subscribe("default", NEW, false, population.wanted(DELETED).types());
        load.await(SETTLES);
        arena.faultsOver();
        arena.settle(SETTLES);
        return evidence -> List.of(
                Figure.exactly("requests to the former URL", count(evidence, MOVED, moved, "/c/" + MOVED), 0),
                Figure.atLeast("requests to the new URL", (double) count(evidence, MOVED, moved, "/c/moved"), 1),
                Figure.atLeast("requests signed by both secrets", (double) both(evidence, rotated), 1),
                Figure.exactly(
                        "requests not signed by both after the rotation",
                        after(evidence, ROTATED, rotated) - both(evidence, rotated),
                        0),
                Figure.exactly("requests with a bad signature", bad(evidence), 0));
    }

    private static long count(Evidence evidence, String subscription, Instant since, String path) {
        return evidence.history().posts().stream()
                .filter(post -> post.subscription().equals(subscription)
                        && post.path().equals(path)
                        && post.received().isAfter(since.plus(KNOWN)))
                .count();
    }

    private static long after(Evidence evidence, String subscription, Instant since) {
        return evidence.history().posts().stream()
                .filter(post -> post.subscription().equals(subscription)
                        && post.received().isAfter(since.plus(KNOWN)))
                .count();
    }

    private static long both(Evidence evidence, Instant since) {
        return evidence.history().posts().stream()
                .filter(post -> post.subscription().equals(ROTATED)
                        && post.signed() == Post.Signed.BOTH
                        && post.received().isAfter(since.plus(KNOWN)))
                .count();
    }

    private static long bad(Evidence evidence) {
        return evidence.history().posts().stream()
                .filter(post -> post.signed() == Post.Signed.BAD)
                .count();
    }

    private static Scenario.Judge damagedProgress(Arena arena) {
        Run run = arena.run();
        Load load = arena.load(0, run.size(4_000, 100_000), run.pace(125, 400));
        Waiting.pause(Duration.ofSeconds(8));
        arena.faults().kill("d0");
        arena.faults().kill("d1");
        Instant from = Instant.now();
        int damaged = damage(arena);
        arena.faults().add(new Fault(Fault.Kind.METADATA, "progress", from, Instant.now(), Set.of()));
        run.say(damaged + " partitions have damaged progress");
        arena.platform().startDispatcher(0);
        arena.platform().startDispatcher(1);
        arena.platform().awaitReady("d0");
        arena.platform().awaitReady("d1");
        load.await(SETTLES);
        arena.faultsOver();
        arena.settle(SETTLES);
        long counted = ignored(arena, "d0") + ignored(arena, "d1");
        return evidence -> List.of(
                // a partition that moves on before its first commit is counted by both of its owners
                Figure.atLeast("maps that were ignored, as the dispatchers count", (double) counted, damaged),
                Figure.told("requests sent again", io.fanwire.bench.ledger.Ledger.extraPosts(evidence)));
    }

    private static long ignored(Arena arena, String dispatcher) {
        return arena.platform()
                .metrics(dispatcher)
                .lines()
                .filter(line -> line.startsWith("fanwire_dispatcher_maps_ignored"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Overwrites the metadata of every committed offset, once the killed members are out of the group; answers how many. */
    private static int damage(Arena arena) {
        String group = arena.platform().topics().dispatcherGroup();
        try (Admin admin = Admin.create(arena.platform().cluster().clientProperties())) {
            Map<TopicPartition, OffsetAndMetadata> damaged = new HashMap<>();
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, committed) -> damaged.put(
                            partition,
                            new OffsetAndMetadata(
                                    committed.offset(),
                                    partition.partition() % 2 == 0 ? "junk" : "99" + committed.metadata())));
            Waiting.until("the group to be empty", Duration.ofSeconds(90), () -> altered(admin, group, damaged));
            return damaged.size();
        } catch (ExecutionException refused) {
            throw new IllegalStateException("progress cannot be read", refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Refused while anybody is in the group. */
    private static boolean altered(Admin admin, String group, Map<TopicPartition, OffsetAndMetadata> damaged) {
        try {
            admin.alterConsumerGroupOffsets(group, damaged).all().get();
            return true;
        } catch (ExecutionException refused) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
