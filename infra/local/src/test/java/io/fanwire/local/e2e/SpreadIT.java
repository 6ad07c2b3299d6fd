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
import io.fanwire.local.guarantee.OneAfterAnother;
import io.fanwire.local.receiver.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** A subscription with most of the traffic has its deliveries in several partitions, and otherwise nothing about it is different. */
class SpreadIT extends OnAPlatform {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 2_000;
    private static final int BATCH = 500;
    private static final int RARE = 10;
    private static final int KEYS = 21;

    @Test
    void nothingIsLostOrDoubledWhileOneIsSpreadPausedAndEnabled() {
        try (Callback busy = subscribe("busy", "common", "none");
                Callback ordered = subscribe("ordered", "common", "key");
                Callback quiet = subscribe("quiet", "rare", "none")) {
            List<History.Accepted> accepted = new ArrayList<>(publish(0));
            client.act("busy", "disable");
            accepted.addAll(publish(EVENTS));
            await().atMost(PATIENCE).until(() -> partitions(suspended(), "busy").size() > 1);
            client.act("busy", "enable");
            await().atMost(PATIENCE).until(() -> busy.counts().distinct() == 2 * EVENTS - 2 * EVENTS / RARE);
            await().atMost(PATIENCE).until(() -> ordered.counts().distinct() == 2 * EVENTS - 2 * EVENTS / RARE);
            await().atMost(PATIENCE).until(() -> quiet.counts().distinct() == 2 * EVENTS / RARE);

            assertThat(partitions(platform.topics().deliveries(), "busy"))
                    .as("one with most of the traffic")
                    .hasSizeGreaterThan(2);
            assertThat(partitions(platform.topics().deliveries(), "quiet")).hasSize(1);
            assertThat(partitions(platform.topics().deliveries(), "ordered")).hasSize(1);
            assertThat(busy.received()).as("each once").hasSize(2 * EVENTS - 2 * EVENTS / RARE);
            assertThat(client.subscription("busy").has("suspended")).isFalse();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertGuarantees(
                            accepted,
                            List.of(busy, ordered, quiet),
                            List.of(
                                    new EveryDeliveryEnds(),
                                    new NothingCommittedPastOpen(),
                                    OneAfterAnother.perKey(Set.of("ordered")))));
        }
    }

    private Callback subscribe(String id, String type, String ordering) {
        return Callback.subscribe(client, id, TOPIC, Script.always(200), subscription -> subscription
                .put("ordering", ordering)
                .putArray("types")
                .add(type));
    }

    private String suspended() {
        return platform.topics().suspended();
    }

    /** Where deliveries of a subscription lie. */
    private Set<Integer> partitions(String topic, String subscription) {
        return Histories.read(platform.cluster(), List.of(topic)).stream()
                .filter(record ->
                        new String(record.key(), UTF_8).replaceAll("#.$", "").equals(subscription))
                .map(ConsumerRecord::partition)
                .collect(Collectors.toSet());
    }

    private List<History.Accepted> publish(int from) {
        List<History.Accepted> accepted = new ArrayList<>();
        for (int start = from; start < from + EVENTS; start += BATCH) {
            ArrayNode batch = Json.array();
            for (int n = start; n < start + BATCH; n++) {
                ObjectNode event = batch.addObject()
                        .put("id", "e" + n)
                        .put("type", n % RARE == 0 ? "rare" : "common")
                        .put("key", "k" + n % KEYS);
                event.putObject("data").put("n", n);
            }
            GatewayClient.Answer answer = client.publish(
                    TOPIC,
                    true,
                    Map.of("content-type", "application/json"),
                    Json.line(batch).getBytes(UTF_8));
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
            int n = start;
            for (JsonNode result : answer.body().path("results")) {
                Set<String> matching = n % RARE == 0 ? Set.of("quiet") : Set.of("busy", "ordered");
                accepted.add(
                        new History.Accepted(result.path("id").asText(), Optional.of("k" + n % KEYS), n, matching));
                n++;
            }
        }
        return accepted;
    }
}
