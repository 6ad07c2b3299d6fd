package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fanwire.local.Json;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.local.guarantee.EveryDeliveryEnds;
import io.fanwire.local.guarantee.History;
import io.fanwire.local.guarantee.OneAfterAnother;
import io.fanwire.local.receiver.Script;
import io.fanwire.router.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Routers come and go while events are published; each ordered subscription gets the events of a key as they were published. */
class RouterOrderIT extends OnAPlatform {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int KEYS = 12;
    private static final int BATCH = 24;
    private static final int COMINGS = 2;
    private static final Set<String> ORDERED = Set.of("keyed", "keyed-too");

    @Test
    void theOrderOfAKeyOutlivesRoutersThatComeAndGo() throws Exception {
        try (Callback keyed = subscribe("keyed");
                Callback too = subscribe("keyed-too")) {
            CompletableFuture<Integer> comings = CompletableFuture.supplyAsync(this::comeAndGo);
            List<History.Accepted> accepted = new ArrayList<>();
            while (!comings.isDone()) {
                accepted.addAll(publish(accepted.size()));
            }
            accepted.addAll(publish(accepted.size()));

            assertThat(ended(comings)).isEqualTo(COMINGS);
            await().atMost(PATIENCE)
                    .until(() -> keyed.counts().distinct() == accepted.size()
                            && too.counts().distinct() == accepted.size());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertGuarantees(
                            accepted,
                            List.of(keyed, too),
                            List.of(new EveryDeliveryEnds(), OneAfterAnother.perKey(ORDERED))));
            assertThat(keyed.received()).as("each once").hasSize(accepted.size());
        }
    }

    private static int ended(CompletableFuture<Integer> comings) throws ExecutionException, InterruptedException {
        return comings.get();
    }

    /** A router takes a part of the partitions, routes for a while, and hands them back. */
    private int comeAndGo() {
        int came = 0;
        for (; came < COMINGS; came++) {
            try (Router other = platform.router("other" + came)) {
                other.start();
                await().atMost(PATIENCE).until(other::ready);
                pause();
            }
            pause();
        }
        return came;
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Callback subscribe(String id) {
        return Callback.subscribe(
                client, id, TOPIC, Script.always(200), subscription -> subscription.put("ordering", "key"));
    }

    private List<History.Accepted> publish(int from) {
        ArrayNode batch = Json.array();
        for (int n = from; n < from + BATCH; n++) {
            batch.addObject()
                    .put("id", "e" + n)
                    .put("type", "order.made")
                    .put("key", "k" + n % KEYS)
                    .putObject("data")
                    .put("n", n);
        }
        GatewayClient.Answer answer = client.publish(
                TOPIC,
                true,
                Map.of("content-type", "application/json"),
                Json.line(batch).getBytes(UTF_8));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        List<History.Accepted> accepted = new ArrayList<>();
        int n = from;
        for (JsonNode result : answer.body().path("results")) {
            accepted.add(new History.Accepted(result.path("id").asText(), Optional.of("k" + n % KEYS), n, ORDERED));
            n++;
        }
        return accepted;
    }
}
