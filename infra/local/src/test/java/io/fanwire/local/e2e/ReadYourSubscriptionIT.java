package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanwire.gateway.IngestGateway;
import io.fanwire.local.Json;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.local.guarantee.Histories;
import io.fanwire.local.guarantee.History;
import io.fanwire.local.receiver.Script;
import io.fanwire.router.Router;
import io.fanwire.schemas.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Whoever writes through whichever gateway, and whichever router routes: what is accepted after a subscription was is matched while that is
 * there, and nothing that is accepted after it was deleted is. What was accepted before may be matched or not.
 */
class ReadYourSubscriptionIT extends OnAPlatform {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WRITERS = 4;
    private static final int TURNS = 12;

    /** Of each subscription that stays the events that are its own. */
    private final Map<String, Set<String>> wanted = new ConcurrentHashMap<>();

    /** Of each that was deleted those that came too late. */
    private final Map<String, Set<String>> late = new ConcurrentHashMap<>();

    private final Set<String> all = ConcurrentHashMap.newKeySet();

    @Test
    void aSubscriptionBeginsAndEndsWhenItsWriterIsTold() throws Exception {
        long seed = System.nanoTime();
        System.out.println("read your subscription: seed " + seed);
        try (IngestGateway second = platform.gateway();
                Router other = platform.router("other");
                Callback everything = Callback.subscribe(client, "everything", TOPIC, Script.always(200), s -> {})) {
            second.start();
            other.start();
            List<GatewayClient> gateways = List.of(client, new GatewayClient(second.url(), TestPlatform.KEY));
            ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                String name = "w" + writer;
                Random random = new Random(seed + writer);
                work.add(() -> write(name, random, gateways));
            }
            try (Flood flood = Flood.start(platform.cluster(), platform.topics().subscriptions())) {
                for (Future<Boolean> one : writers.invokeAll(work)) {
                    assertThat(one.get()).isTrue();
                }
                assertThat(flood.written()).isPositive();
            }
            writers.shutdown();

            await().atMost(PATIENCE)
                    .until(() -> got().getOrDefault("everything", Set.of()).containsAll(all));
            Map<String, Set<String>> got = got();
            assertThat(wanted).hasSizeGreaterThan(WRITERS).allSatisfy((id, events) -> assertThat(
                            got.getOrDefault(id, Set.of()))
                    .as("%s, seed %d", id, seed)
                    .containsAll(events));
            assertThat(late).hasSizeGreaterThan(WRITERS).allSatisfy((id, events) -> assertThat(
                            got.getOrDefault(id, Set.of()))
                    .as("%s, seed %d", id, seed)
                    .doesNotContainAnyElementsOf(events));
            assertThat(everything.id()).isEqualTo("everything");
        }
    }

    /** One subscription after another, each with a type of its own: events before it, during it, and behind it. */
    private boolean write(String name, Random random, List<GatewayClient> gateways) {
        for (int turn = 0; turn < TURNS; turn++) {
            String id = name + "-" + turn;
            String type = "t." + name + "." + turn;
            publish(gateways.get(random.nextInt(2)), type);
            gateways.get(random.nextInt(2))
                    .putSubscription(
                            id,
                            Json.object()
                                    .put("topic", TOPIC)
                                    .put("url", "http://127.0.0.1:80/")
                                    .set("types", Json.tree(List.of(type))));
            Set<String> own = some(random, gateways, type);
            if (random.nextBoolean()) {
                wanted.put(id, own);
            } else {
                gateways.get(random.nextInt(2)).deleteSubscription(id);
                late.put(id, some(random, gateways, type));
            }
        }
        return true;
    }

    private Set<String> some(Random random, List<GatewayClient> gateways, String type) {
        Set<String> some = new HashSet<>();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            some.add(publish(gateways.get(random.nextInt(2)), type));
        }
        return some;
    }

    /** Answers the id that it was accepted under. */
    private String publish(GatewayClient gateway, String type) {
        GatewayClient.Answer answer = gateway.publish(
                TOPIC,
                false,
                Map.of("content-type", "application/json"),
                ("{\"type\":\"" + type + "\",\"data\":1}").getBytes(UTF_8));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        String id = answer.body().path("id").asText();
        all.add(id);
        return id;
    }

    /** Of each subscription the events that were matched with it. */
    private Map<String, Set<String>> got() {
        Map<String, Set<String>> got = new TreeMap<>();
        for (History.Placed placed :
                Histories.topicsOnly(platform.cluster(), platform.topics()).deliveries()) {
            Delivery delivery = placed.delivery();
            got.computeIfAbsent(delivery.subscription().id(), any -> new HashSet<>())
                    .add(delivery.origin().eventId());
        }
        return got;
    }
}
