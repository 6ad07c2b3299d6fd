package io.fanwire.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.ErrorHeaders;
import io.fanwire.schemas.Ids;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.Subscription.Format;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.Topics;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterTopologyTest {
    private static final Map<String, String> ORDER_PAID =
            Map.of("ce_id", "evt_1", "ce_type", "order.paid", "ce_tenant", "acme", "content-type", "text/plain");

    private final RouterBench bench = new RouterBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void oneEventBecomesOneDeliveryPerMatch() {
        bench.subscribe(Samples.subscription("acme", "s1", "orders", "order.*", "order.paid"));
        bench.subscribe(Samples.subscription("acme", "s2", "orders"));
        bench.subscribe(Samples.subscription("acme", "s3", "orders", "order.shipped"));
        bench.subscribe(Samples.subscription("umbrella", "s4", "orders"));

        bench.event("orders", ORDER_PAID, "paid".getBytes(UTF_8));

        assertThat(bench.deliveryRecords()).extracting(TestRecord::key).containsExactlyInAnyOrder("s1", "s2");
        assertThat(bench.metrics.events.getCount()).isEqualTo(1);
        assertThat(bench.metrics.deliveries.getCount()).isEqualTo(2);
        assertThat(bench.metrics.unmatched.getCount()).isZero();
    }

    @Test
    void aDeliverySaysWhatItIsAndWhereItComesFrom() {
        bench.subscribe(Samples.subscription("acme", "other", "invoices"));
        bench.subscribe(Samples.subscription("acme", "s1", "orders"));

        bench.event("orders", ORDER_PAID, "päid\r\n".getBytes(UTF_8));

        Delivery delivery = bench.deliveries().get(0);
        SubscriptionKey key = new SubscriptionKey("acme", "s1");
        assertThat(delivery.id()).isEqualTo(Ids.delivery(RouterBench.EVENT_TIME, key, "orders", "evt_1", 0));
        assertThat(delivery.subscription()).isEqualTo(key);
        assertThat(delivery.subscriptionPosition()).isEqualTo(1);
        assertThat(delivery.body().bytes()).isEqualTo("päid\r\n".getBytes(UTF_8));
        assertThat(delivery.contentType()).isEqualTo("text/plain");
        assertThat(delivery.origin())
                .isEqualTo(new Delivery.Origin(
                        "evt_1",
                        "orders",
                        "order.paid",
                        RouterBench.EVENT_TIME,
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()));
        assertThat(delivery.progress()).isEqualTo(new Delivery.Progress(0, Instant.EPOCH, 0, RouterBench.NOW));
    }

    @Test
    void theEnvelopeIsTheDefaultOfJsonSubscriptions() {
        bench.subscribe(Samples.subscription("acme", "s1", Optional.of("orders"), Format.JSON, List.of()));
        bench.event(
                "orders",
                Map.of("ce_tenant", "acme", "ce_time", "2026-01-01T00:00:00+01:00"),
                "[1, 2]".getBytes(UTF_8));

        Delivery delivery = bench.deliveries().get(0);
        assertThat(delivery.contentType()).isEqualTo("application/json");
        assertThat(new String(delivery.body().bytes(), UTF_8))
                .isEqualTo("{\"type\":\"orders\",\"timestamp\":\"2025-12-31T23:00:00Z\",\"tenantId\":\"acme\","
                        + "\"data\":[1, 2]}");
    }

    @Test
    void aDeliveryCarriesTheOrderThatItsSubscriptionHadThen() {
        bench.subscribe(Samples.subscription(
                "acme", "s1", Optional.of("orders"), Format.RAW, Subscription.Ordering.KEY, List.of()));
        bench.event("orders", ORDER_PAID, new byte[0]);
        bench.subscribe(Samples.subscription(
                "acme", "s1", Optional.of("orders"), Format.RAW, Subscription.Ordering.STRICT, List.of()));
        bench.event("orders", ORDER_PAID, new byte[0]);

        assertThat(bench.deliveries())
                .extracting(Delivery::ordering)
                .containsExactly(Subscription.Ordering.KEY, Subscription.Ordering.STRICT);
    }

    @Test
    void anOrdinaryProducersRecordGetsDefaults() {
        bench.subscribe(Samples.subscription("default", "s1", "my.orders"));

        bench.event("my.orders", Map.of(), "{}".getBytes(UTF_8));

        Delivery delivery = bench.deliveries().get(0);
        assertThat(delivery.origin().eventId()).isEqualTo("my_orders-0-0");
        assertThat(delivery.origin().type()).isEqualTo("my.orders");
    }

    @Test
    void hostileHeadersAndANullValueAreRoutedLikeAnythingElse() {
        bench.subscribe(Samples.subscription("default", "s1", Optional.of("orders"), Format.JSON, List.of()));
        Map<String, String> hostile = Map.of(
                "ce_time",
                "+999999999-12-31T23:59:59Z",
                "ce_id",
                "a.b\r\n",
                "content-type",
                "text/plain\r\nx: y",
                "ce_type",
                "\u0000\"",
                "traceparent",
                "\n");

        bench.event("orders", hostile, null);

        Delivery delivery = bench.deliveries().get(0);
        assertThat(delivery.origin().time()).isEqualTo(RouterBench.EVENT_TIME);
        assertThat(new String(delivery.body().bytes(), UTF_8))
                .contains("\"type\":\"\\u0000\\\"\"", "\"dataBase64\":\"\"");
    }

    @Test
    void aTombstoneEndsASubscription() {
        bench.subscribe(Samples.subscription("acme", "s1", "orders"));
        bench.unsubscribe("acme", "s1");

        bench.event("orders", ORDER_PAID, new byte[1]);

        assertThat(bench.deliveryRecords()).isEmpty();
        assertThat(bench.index.position()).isEqualTo(2);
        assertThat(bench.metrics.unmatched.getCount()).isEqualTo(1);
    }

    @Test
    void anUnreadableSubscriptionRecordLeavesTheOldOneInForce() {
        bench.subscribe(Samples.subscription("acme", "s1", "orders"));

        bench.subscriptionRecord("acme/s1", new byte[] {1, 2, 3});
        byte[] another = bench.serdes
                .subscriptions()
                .serialize(bench.topics.subscriptions(), Samples.subscription("umbrella", "s1", "orders"));
        bench.subscriptionRecord("acme/s1", another);
        bench.subscriptionRecord("no key", null);
        bench.event("orders", ORDER_PAID, new byte[1]);

        assertThat(bench.deliveries())
                .extracting(Delivery::subscriptionPosition)
                .containsExactly(0L);
        assertThat(bench.metrics.unreadableSubscriptions.getCount()).isEqualTo(2);
        assertThat(bench.index.position()).isEqualTo(4);
    }

    @Test
    void anEventTooLargeForOneFormatStillReachesTheOther() {
        bench.subscribe(Samples.subscription("acme", "raw", Optional.of("orders"), Format.RAW, List.of()));
        bench.subscribe(Samples.subscription("acme", "json", Optional.of("orders"), Format.JSON, List.of()));
        byte[] large = new byte[900_000];

        bench.event("orders", ORDER_PAID, large);

        assertThat(bench.deliveryRecords()).extracting(TestRecord::key).containsExactly("raw");
        TestRecord<byte[], byte[]> poison = bench.poison().get(0);
        assertThat(poison.value()).isEqualTo(large);
        assertThat(poison.headers().lastHeader("ce_id").value()).isEqualTo("evt_1".getBytes(UTF_8));
        assertThat(ErrorHeaders.read(poison.headers(), "reason")).contains("too_large");
        assertThat(ErrorHeaders.read(poison.headers(), "topic")).contains("fanwire.events.orders");
        assertThat(ErrorHeaders.read(poison.headers(), "offset")).contains("0");
        assertThat(bench.metrics.poison.getCount()).isEqualTo(1);
    }

    @Test
    void anEventTooLargeForPoisonLeavesAPointer() {
        bench.subscribe(Samples.subscription("acme", "s1", "orders"));
        byte[] huge = new byte[Topics.MAX_RECORD_BYTES];
        Arrays.fill(huge, (byte) 'x');

        bench.event("orders", ORDER_PAID, huge);

        assertThat(bench.deliveryRecords()).isEmpty();
        TestRecord<byte[], byte[]> poison = bench.poison().get(0);
        assertThat(poison.value()).isEmpty();
        assertThat(ErrorHeaders.read(poison.headers(), "message").orElseThrow()).contains("sha256");
    }

    @Test
    void noHeaderOfAnEventPosesAsOursInPoison() {
        bench.subscribe(Samples.subscription("default", "s1", Optional.of("orders"), Format.JSON, List.of()));

        bench.event("orders", Map.of("__fanwire.errors.reason", "forged"), new byte[900_000]);

        assertThat(bench.poison().get(0).headers().headers("__fanwire.errors.reason"))
                .hasSize(1);
    }

    @Test
    void nothingIsRoutedPastSubscriptionsThatAreNotYetKnown() {
        bench.ends.subscriptions = 1;

        assertThatThrownBy(() -> bench.event("orders", ORDER_PAID, new byte[1]))
                .hasStackTraceContaining("StaleIndexException");
        assertThat(bench.metrics.events.getCount()).isZero();
    }
}
