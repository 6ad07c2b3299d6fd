package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.local.guarantee.EveryDeliveryEnds;
import io.fanwire.local.guarantee.Histories;
import io.fanwire.local.guarantee.History;
import io.fanwire.local.guarantee.NothingCommittedPastOpen;
import io.fanwire.local.receiver.Received;
import io.fanwire.local.receiver.Script;
import io.fanwire.local.receiver.Signature;
import io.fanwire.schemas.Attempt;
import io.fanwire.schemas.ErrorHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The main promises, from an accepted event to what receivers count and what the topics hold. */
class EndToEndIT extends OnAPlatform {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 300;

    @Test
    void everyEventEndsOnceForEveryMatchingCallback() {
        try (Callback all = subscribe("all", Script.always(200), s -> {});
                Callback narrow = subscribe("narrow", Script.always(200), s -> s.put("maxInFlight", 1));
                Callback flaky = subscribe("flaky", Script.flaky(42, 0.3), EndToEndIT::shortRetries);
                Callback odd = subscribe(
                        "odd", Script.always(204), s -> s.putArray("types").add("order.odd"));
                Callback late =
                        subscribe("late", Script.always(200), s -> s.put("filter", "event.data.n >= " + EVENTS / 2));
                Callback third = subscribe("third", Script.always(200), s -> s.putArray("channels")
                        .add("third")
                        .add("never"))) {
            List<History.Accepted> accepted = publish();

            await().atMost(PATIENCE).until(() -> terminal().count() == 3L * EVENTS + 2L * (EVENTS / 2) + EVENTS / 3);

            assertGuarantees(
                    accepted,
                    List.of(all, narrow, flaky, odd, late, third),
                    List.of(new EveryDeliveryEnds(), new NothingCommittedPastOpen()));
            assertThat(all.counts().distinct()).isEqualTo(EVENTS);
            assertThat(flaky.counts().distinct()).isEqualTo(EVENTS);
            assertThat(flaky.received().size()).isGreaterThan(EVENTS);
            assertThat(odd.counts().distinct()).isEqualTo(EVENTS / 2);
            assertThat(late.counts().distinct()).isEqualTo(EVENTS / 2);
            assertThat(third.counts().distinct()).isEqualTo(EVENTS / 3);
            JsonNode tried = client.testFilter(Json.object()
                    .put("filter", "event.data.n >= " + EVENTS / 2)
                    .put("topic", TOPIC)
                    .put("last", "1h"));
            assertThat(tried.path("matched").asLong()).as(tried.toString()).isGreaterThanOrEqualTo(EVENTS / 2);
            assertThat(tried.path("looked").asLong()).isGreaterThanOrEqualTo(EVENTS);
            assertThat(tried.path("complete").asBoolean()).isTrue();
            assertThat(tried.path("events")).hasSize(5);
            assertThat(Stream.of(all, narrow, flaky, odd, late, third).flatMap(c -> c.received().stream()))
                    .allMatch(received -> received.signature() == Signature.VERIFIED);
        }
    }

    @Test
    void aCallbackThatStaysDownEndsAmongReadableDeadLettersAndARedriveDeliversThem() {
        try (Callback down = subscribe("down", Script.always(503), EndToEndIT::shortRetries)) {
            publish();
            await().atMost(PATIENCE).until(() -> terminal().count() == EVENTS);

            List<ConsumerRecord<byte[], byte[]>> dead =
                    Histories.read(platform.cluster(), List.of(platform.topics().deadLetters()));
            assertThat(dead).hasSize(EVENTS);
            assertThat(dead).allSatisfy(record -> {
                assertThat(ErrorHeaders.read(record.headers(), "reason")).contains("exhausted");
                assertThat(ErrorHeaders.read(record.headers(), "status")).contains("503");
                assertThat(ErrorHeaders.read(record.headers(), "attempts")).contains("3");
                assertThat(new String(record.key(), UTF_8)).isEqualTo("down");
            });

            down.follow(Script.always(200));
            ObjectNode wish = Json.object().put("subscription", "down");
            assertThat(platform.client()
                            .redrive(wish.deepCopy().put("dryRun", true))
                            .path("matched")
                            .asInt())
                    .isEqualTo(EVENTS);
            List<String> jobs = List.of(job(wish), job(wish));
            jobs.forEach(job -> await().atMost(PATIENCE)
                    .until(() ->
                            platform.client().job(job).path("status").asText().equals("succeeded")));
            assertThat(jobs.stream()
                            .mapToInt(job -> platform.client()
                                    .job(job)
                                    .at("/counts/redriven")
                                    .asInt())
                            .sum())
                    .isEqualTo(EVENTS);
            assertThat(platform.client()
                            .deadLetters("?subscription=down")
                            .path("data")
                            .findValuesAsText("redriven"))
                    .isNotEmpty()
                    .containsOnly("true");
            await().atMost(PATIENCE)
                    .until(() -> terminal()
                                    .filter(a -> a.state() == Attempt.State.DELIVERED)
                                    .count()
                            == EVENTS);
            Map<String, Long> perEvent =
                    down.received().stream().collect(Collectors.groupingBy(Received::eventId, Collectors.counting()));
            assertThat(perEvent).hasSize(EVENTS).allSatisfy((id, requests) -> assertThat(requests)
                    .isEqualTo(4));
        }
    }

    @Test
    void theHeadersOfAnEventGoWithEachOfItsAttemptsAndWithNoOtherEvent() {
        try (Callback flaky = subscribe("flaky", Script.flaky(42, 0.3), EndToEndIT::shortRetries)) {
            ObjectNode event = Json.object().put("type", "order.paid").put("id", "marked");
            event.putObject("headers").put("X-Env", "prod");
            client.publish(
                    "orders",
                    false,
                    Map.of("content-type", "application/json"),
                    event.put("data", 1).toString().getBytes(UTF_8));
            publish();
            await().atMost(PATIENCE).until(() -> terminal().count() == EVENTS + 1);

            assertThat(flaky.received()).allSatisfy(received -> assertThat(received.header("x-env"))
                    .isEqualTo(received.eventId().equals("marked") ? Optional.of("prod") : Optional.empty()));
            assertThat(flaky.received()).anyMatch(received -> received.eventId().equals("marked"));
        }
    }

    @Test
    void anEventThatAnOrdinaryProducerWroteStraightToKafkaIsDelivered() {
        try (Callback all = subscribe("all", Script.always(200), s -> s.put("format", "raw"))) {
            byte[] body = {0, 1, (byte) 0xff, '{'};
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    platform.cluster().clientProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
                producer.send(new ProducerRecord<>(platform.topics().events("orders"), 1, null, body));
                producer.flush();
            }

            await().atMost(PATIENCE).until(() -> all.received().size() == 1);
            assertThat(all.received().get(0).body()).isEqualTo(body);
            assertThat(all.received().get(0).eventId()).isEqualTo("orders-1-0");
        }
    }

    @Test
    void whatStillWaitsForADeletedSubscriptionIsCancelledAndNothingIsSent() {
        try (Callback down = subscribe("down", Script.always(500), EndToEndIT::shortRetries)) {
            publish();
            await().atMost(PATIENCE).until(() -> down.received().size() >= EVENTS);
            client.deleteSubscription("down");

            await().atMost(PATIENCE).until(() -> terminal().count() == EVENTS);
            int requests = down.received().size();
            List<History.Accepted> later = publish();

            assertThat(terminal().filter(a -> a.state() == Attempt.State.CANCELLED))
                    .isNotEmpty();
            try (Callback other = subscribe("other", Script.always(200), s -> {})) {
                publish();
                await().atMost(PATIENCE).until(() -> other.received().size() == EVENTS);
            }
            assertThat(later).hasSize(EVENTS);
            assertThat(down.received()).hasSize(requests);
        }
    }

    private static void shortRetries(ObjectNode subscription) {
        subscription.putObject("retry").putArray("schedule").add("1s").add("1s");
    }

    private Callback subscribe(String id, Script script, java.util.function.Consumer<ObjectNode> more) {
        return Callback.subscribe(client, id, "orders", script, more);
    }

    /** Twenty keys, two types in turn; answers what the gateway accepted, in order. */
    private List<History.Accepted> publish() {
        List<History.Accepted> accepted = new ArrayList<>();
        for (int from = 0; from < EVENTS; from += 50) {
            ArrayNode batch = Json.array();
            for (int n = from; n < from + 50; n++) {
                ObjectNode event = batch.addObject();
                event.put("type", n % 2 == 0 ? "order.even" : "order.odd").put("key", "k" + n % 20);
                event.putObject("data").put("n", n);
                if (n % 3 == 0) {
                    event.putArray("channels").add("third").add("other");
                }
            }
            GatewayClient.Answer answer = client.publish(
                    "orders",
                    true,
                    Map.of("content-type", "application/json"),
                    Json.line(batch).getBytes(UTF_8));
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
            int n = from;
            for (JsonNode result : answer.body().path("results")) {
                accepted.add(
                        new History.Accepted(result.path("id").asText(), Optional.of("k" + n % 20), n, matching(n)));
                n++;
            }
        }
        return accepted;
    }

    private static Set<String> matching(int n) {
        Set<String> matching = new HashSet<>(Set.of("all", "narrow", "flaky"));
        if (n % 2 == 1) {
            matching.add("odd");
        }
        if (n % 3 == 0) {
            matching.add("third");
        }
        if (n >= EVENTS / 2) {
            matching.add("late");
        }
        return matching;
    }

    private Stream<Attempt> terminal() {
        return Histories.topicsOnly(platform.cluster(), platform.topics()).attempts().stream()
                .filter(attempt -> attempt.state().terminal());
    }

    private String job(ObjectNode wish) {
        return platform.client().redrive(wish).path("id").asText();
    }
}
