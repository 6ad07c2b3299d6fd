package io.fanwire.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Ids;
import io.fanwire.schemas.Selection;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.Subscription.Format;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What filters and transforms of subscriptions do to deliveries. */
class RouterExpressionsTest {
    private static final Map<String, String> HEADERS = Map.of("ce_id", "evt_1", "ce_type", "t", "ce_tenant", "acme");

    private final RouterBench bench = new RouterBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aFilterLetsThroughWhatMeetsItAndNothingItFailsOn() {
        bench.subscribe(filtered("large", "event.data.amount > 100"));
        bench.subscribe(filtered("small", "event.data.amount <= 100"));
        bench.subscribe(filtered("other", "event.data.other == 1"));
        bench.subscribe(Samples.subscription("acme", "all", "orders"));

        bench.event("orders", HEADERS, "{\"amount\":120}".getBytes(UTF_8));

        assertThat(bench.deliveryRecords()).extracting(TestRecord::key).containsExactlyInAnyOrder("large", "all");
        assertThat(bench.metrics.filtered.getCount()).isEqualTo(2);
        assertThat(bench.metrics.filterFailures.getCount()).isEqualTo(1);
    }

    private static Subscription filtered(String id, String filter) {
        return Samples.subscription(
                "acme",
                id,
                new Selection(Optional.of("orders"), List.of(), List.of(), Optional.of(filter)),
                Format.RAW,
                Subscription.Ordering.NONE);
    }

    @Test
    void aTransformMakesADeliveryOfEachElement() {
        bench.subscribe(transformed("split", Format.JSON, "event.data.l.map(x, {'x': x})"));
        bench.subscribe(transformed("none", Format.JSON, "[]"));
        bench.subscribe(transformed("event", Format.CLOUDEVENTS_STRUCTURED, "{'y': size(event.data.l)}"));
        bench.subscribe(Samples.subscription("acme", "plain", "orders"));

        bench.event("orders", HEADERS, "{\"l\":[1,2]}".getBytes(UTF_8));
        List<Delivery> all = bench.deliveries();

        assertThat(all).extracting(delivery -> delivery.subscription().id()).containsOnly("split", "event", "plain");
        assertThat(made(all, "split"))
                .extracting(delivery -> new String(delivery.body().bytes(), UTF_8))
                .containsExactly("{\"x\":1}", "{\"x\":2}");
        SubscriptionKey key = new SubscriptionKey("acme", "split");
        assertThat(made(all, "split"))
                .extracting(Delivery::id)
                .containsExactly(
                        Ids.delivery(RouterBench.EVENT_TIME, key, "orders", "evt_1", 0),
                        Ids.delivery(RouterBench.EVENT_TIME, key, "orders", "evt_1", 1));
        assertThat(made(all, "split"))
                .allMatch(delivery -> delivery.contentType().equals("application/json"));
        assertThat(new String(made(all, "event").get(0).body().bytes(), UTF_8)).contains("\"data\":{\"y\":2}");
        assertThat(made(all, "event").get(0).contentType()).startsWith("application/cloudevents+json");
        assertThat(new String(made(all, "plain").get(0).body().bytes(), UTF_8)).isEqualTo("{\"l\":[1,2]}");
        assertThat(bench.metrics.deliveries.getCount()).isEqualTo(4);
    }

    @Test
    void whatATransformFailsOnIsMarkedAndItsNeighboursAreNot() {
        bench.subscribe(transformed("fails", Format.JSON, "{'x': event.data.none}"));
        bench.subscribe(transformed("works", Format.JSON, "{'x': event.data.n}"));
        bench.subscribe(transformed("large", Format.JSON, "event.data.t + event.data.t"));
        byte[] data = ("{\"n\":1,\"t\":\"" + "語".repeat(Topics.MAX_DELIVERY_BYTES / 5) + "\"}").getBytes(UTF_8);

        bench.event("orders", HEADERS, data);
        List<Delivery> all = bench.deliveries();

        assertThat(made(all, "fails").get(0).part().unshaped()).contains("there is no 'none'");
        assertThat(made(all, "fails").get(0).body().bytes())
                .as("what it failed on")
                .isEqualTo(data);
        assertThat(made(all, "large").get(0).part().unshaped().orElseThrow())
                .startsWith("what was made takes more than");
        assertThat(made(all, "works").get(0).part().unshaped()).isEmpty();
        assertThat(bench.metrics.transformFailures.getCount()).isEqualTo(2);
    }

    private static List<Delivery> made(List<Delivery> all, String subscription) {
        return all.stream()
                .filter(delivery -> delivery.subscription().id().equals(subscription))
                .toList();
    }

    @Test
    void namesOfAnyLengthAreFieldsOfAForm() {
        bench.subscribe(transformed("form", Format.FORM, "event.data"));
        String name = "k".repeat(60_000);

        bench.event("orders", HEADERS, ("{\"" + name + "\":1}").getBytes(UTF_8));

        assertThat(new String(bench.deliveries().get(0).body().bytes(), UTF_8)).isEqualTo(name + "=1");
    }

    @Test
    void whatTransformsMakeOfOneEventIsBoundedTogether() {
        for (int n = 0; n < 15; n++) {
            bench.subscribe(transformed("s" + n, Format.JSON, "event.data.l" + " ".repeat(n)));
        }
        String list = IntStream.range(0, 900).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));

        bench.event("orders", HEADERS, ("{\"l\":" + list + "}").getBytes(UTF_8));

        List<Delivery> all = bench.deliveries();
        List<Delivery> unshaped = all.stream()
                .filter(delivery -> delivery.part().unshaped().isPresent())
                .toList();
        assertThat(unshaped).hasSize(4);
        assertThat(unshaped.get(0).part().unshaped().orElseThrow()).contains("further deliveries");
        assertThat(all).hasSize(11 * 900 + 4);
    }

    private static Subscription transformed(String id, Format format, String transform) {
        return Samples.subscription("acme", id, new Subscription.Shape(format, Optional.of(transform)));
    }
}
