package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.dispatcher.Dispatcher;
import io.fanwire.local.Json;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.local.guarantee.EveryDeliveryEnds;
import io.fanwire.local.guarantee.Histories;
import io.fanwire.local.guarantee.History;
import io.fanwire.local.guarantee.NothingCommittedPastOpen;
import io.fanwire.local.guarantee.OneAfterAnother;
import io.fanwire.local.receiver.Received;
import io.fanwire.local.receiver.Reply;
import io.fanwire.local.receiver.Script;
import io.fanwire.schemas.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Deliveries wait for those before them in their lane, and for no others. */
class OrderIT extends OnAPlatform {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 200;
    private static final int KEYS = 20;

    @Test
    void eachLaneKeepsItsOrderThroughFailures() {
        Set<String> three = Set.of("keyed", "steady", "strict");
        try (Callback keyed = subscribe("keyed", Script.flaky(7, 0.1), "key");
                Callback steady = subscribe("steady", Script.always(200), "key");
                Callback strict = subscribe("strict", Script.flaky(9, 0.02), "strict")) {
            List<History.Accepted> accepted = publish(0, three);

            await().atMost(PATIENCE).until(() -> terminal() == 3L * EVENTS);

            assertGuarantees(
                    accepted,
                    List.of(keyed, steady, strict),
                    List.of(new EveryDeliveryEnds(), new NothingCommittedPastOpen(), OneAfterAnother.perKey(three)));
            assertThat(steady.received()).hasSize(EVENTS);
            assertThat(keyed.received()).hasSizeGreaterThan(EVENTS);
            assertThat(strict.received()).extracting(OrderIT::sequence).isSorted();
            assertThat(marks()).as("marks that are left").isZero();
        }
    }

    @Test
    void aKeyThatFailsHoldsBackItsOwnEventsOnly() {
        AtomicBoolean broken = new AtomicBoolean(true);
        Script script = (event, request) -> Reply.now(broken.get() && isOfFirstKey(event) ? 500 : 200);
        try (Callback keyed = subscribe("keyed", script, "key")) {
            List<History.Accepted> accepted = publish(0, Set.of("keyed"));
            await().atMost(PATIENCE).until(() -> keyed.counts().distinct() == EVENTS - EVENTS / KEYS);
            await().atMost(PATIENCE).until(() -> held() >= EVENTS / KEYS - 1);
            assertThat(keyed.received().stream().map(Received::eventId).filter(OrderIT::isOfFirstKey))
                    .as("of the key that fails only its first event is sent")
                    .containsOnly("e0");

            broken.set(false);

            await().atMost(PATIENCE).until(() -> terminal() == EVENTS);
            assertGuarantees(
                    accepted,
                    List.of(keyed),
                    List.of(new EveryDeliveryEnds(), OneAfterAnother.perKey(Set.of("keyed"))));
            assertThat(marks()).as("marks that are left").isZero();
        }
    }

    @Test
    void theOrderOutlivesThatPartitionsMove() {
        AtomicBoolean broken = new AtomicBoolean(true);
        Script script = (event, request) -> Reply.now(broken.get() ? 503 : 200);
        Set<String> both = Set.of("keyed", "strict");
        try (Callback keyed = subscribe("keyed", script, "key");
                Callback strict = subscribe("strict", script, "strict")) {
            List<History.Accepted> accepted = new ArrayList<>(publish(0, both));
            await().atMost(PATIENCE).until(() -> held() >= 2 * EVENTS - KEYS - 1);
            try (Dispatcher second = platform.dispatcher("1")) {
                second.start();
                accepted.addAll(publish(EVENTS, both));
                broken.set(false);
                await().atMost(PATIENCE).until(() -> terminal() > 2L * EVENTS);
            }

            await().atMost(PATIENCE).until(() -> terminal() == 4L * EVENTS);

            assertGuarantees(
                    accepted,
                    List.of(keyed, strict),
                    List.of(new EveryDeliveryEnds(), new NothingCommittedPastOpen(), OneAfterAnother.perKey(both)));
            assertThat(strict.received()).extracting(OrderIT::sequence).isSorted();
            assertThat(marks()).as("marks that are left").isZero();
        }
    }

    @Test
    void aHeadIsSentAtOnceOrSkippedByOrder() {
        AtomicBoolean broken = new AtomicBoolean(true);
        Script script = (event, request) -> Reply.now(broken.get() && event.equals("e0") ? 500 : 200);
        try (Callback keyed = Callback.subscribe(client, "keyed", "orders", script, subscription -> {
                    subscription.put("ordering", "key");
                    subscription
                            .putObject("retry")
                            .putArray("schedule")
                            .add("10m")
                            .add("10m");
                });
                Callback strict = Callback.subscribe(client, "strict", "orders", script, subscription -> {
                    subscription.put("ordering", "strict");
                    subscription
                            .putObject("retry")
                            .putArray("schedule")
                            .add("10m")
                            .add("10m");
                })) {
            publish(0, Set.of());
            await().atMost(PATIENCE).until(() -> keyed.counts().distinct() == EVENTS - EVENTS / KEYS);

            assertThat(ended(client.act("keyed", "retry-now", Json.object().put("key", "k0"))))
                    .isEqualTo("succeeded");
            await().atMost(PATIENCE)
                    .until(() -> keyed.received().stream()
                                    .filter(received -> received.eventId().equals("e0"))
                                    .count()
                            == 2);
            assertThat(ended(client.act("keyed", "skip", Json.object().put("key", "k1"))))
                    .as("nothing of it waits")
                    .isEqualTo("failed");

            assertThat(ended(client.act("keyed", "skip", Json.object().put("key", "k0"))))
                    .isEqualTo("succeeded");
            broken.set(false);
            assertThat(ended(client.act("strict", "retry-now"))).isEqualTo("succeeded");

            await().atMost(PATIENCE).until(() -> terminal() == 2 * EVENTS);
            assertThat(keyed.counts().distinct()).isEqualTo(EVENTS - 1);
            assertThat(strict.counts().distinct()).isEqualTo(EVENTS);
            assertThat(client.deadLetters("?subscription=keyed").path("data").findValuesAsText("reason"))
                    .containsExactly("skipped");
            assertThat(strict.received()).extracting(OrderIT::sequence).isSorted();
        }
    }

    /** How a job ended. */
    private String ended(JsonNode job) {
        String id = job.path("id").asText();
        await().atMost(PATIENCE)
                .until(() -> !client.job(id).path("status").asText().equals("running"));
        return client.job(id).path("status").asText();
    }

    private static boolean isOfFirstKey(String event) {
        return Integer.parseInt(event.substring(1)) % KEYS == 0;
    }

    private static long sequence(Received received) {
        return Long.parseLong(received.header("fanwire-sequence").orElseThrow());
    }

    private Callback subscribe(String id, Script script, String ordering) {
        return Callback.subscribe(client, id, "orders", script, subscription -> {
            subscription.put("ordering", ordering);
            ArrayNode schedule = subscription.putObject("retry").putArray("schedule");
            for (int i = 0; i < 30; i++) {
                schedule.add("1s");
            }
        });
    }

    private List<History.Accepted> publish(int from, Set<String> matching) {
        List<History.Accepted> accepted = new ArrayList<>();
        ArrayNode batch = Json.array();
        for (int n = from; n < from + EVENTS; n++) {
            ObjectNode event = batch.addObject()
                    .put("id", "e" + n)
                    .put("type", "order.made")
                    .put("key", "k" + n % KEYS);
            event.putObject("data").put("n", n);
        }
        GatewayClient.Answer answer = client.publish(
                "orders",
                true,
                Map.of("content-type", "application/json"),
                Json.line(batch).getBytes(UTF_8));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        int n = from;
        for (JsonNode result : answer.body().path("results")) {
            accepted.add(new History.Accepted(result.path("id").asText(), Optional.of("k" + n % KEYS), n, matching));
            n++;
        }
        return accepted;
    }

    private long held() {
        return Histories.read(platform.cluster(), List.of(platform.topics().held()))
                .size();
    }

    /** Lanes of which the last record is no tombstone. */
    private long marks() {
        Map<String, Boolean> last = new HashMap<>();
        Histories.read(platform.cluster(), List.of(platform.topics().subscriptionStates()))
                .forEach(record -> last.put(new String(record.key(), UTF_8), record.value() != null));
        return last.entrySet().stream()
                .filter(entry -> entry.getKey().contains("#") && entry.getValue())
                .count();
    }

    private long terminal() {
        return Histories.topicsOnly(platform.cluster(), platform.topics()).attempts().stream()
                .map(Attempt::state)
                .filter(Attempt.State::terminal)
                .count();
    }
}
