package io.fanwire.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.ErrorHeaders;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.Subscription.Ordering;
import io.fanwire.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An event for very many subscriptions is routed in several transactions, and each of them gets it once. */
class WideEventTest {
    private static final Map<String, String> HEADERS = Map.of("ce_id", "evt_1", "ce_type", "order.paid", "x", "y");
    private static final byte[] DATA = "paid".getBytes(UTF_8);

    private final RouterBench bench = new RouterBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private void subscribe(int from, int to, Ordering ordering) {
        for (int n = from; n < to; n++) {
            subscribe(id(n), ordering);
        }
    }

    private void subscribe(String id, Ordering ordering) {
        bench.subscribe(Samples.subscription(
                "default", id, Optional.of("orders"), Subscription.Format.RAW, ordering, List.of()));
    }

    private static String id(int n) {
        return String.format("s%05d", n);
    }

    private static Set<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(WideEventTest::id).collect(Collectors.toSet());
    }

    private static List<String> subscriptions(List<Delivery> deliveries) {
        return deliveries.stream().map(delivery -> delivery.subscription().id()).toList();
    }

    @Test
    void aThousandAreRoutedAtOnce() {
        subscribe(0, 1_000, Ordering.NONE);

        bench.event("orders", HEADERS, DATA);

        assertThat(bench.rests()).isEmpty();
        assertThat(bench.deliveries()).hasSize(1_000);
        assertThat(bench.metrics.wide.getCount()).isZero();
    }

    @Test
    void moreAreRoutedInPartsAndEachGetsItOnceAsIfItWereOne() {
        subscribe(0, 2_500, Ordering.NONE);
        subscribe(2_500, 2_510, Ordering.KEY);

        bench.event("orders", HEADERS, DATA);

        List<Delivery> all = bench.deliveries();
        assertThat(bench.rests()).hasSize(2);
        assertThat(subscriptions(all)).containsExactlyInAnyOrderElementsOf(ids(0, 2_510));
        assertThat(all).extracting(Delivery::id).doesNotHaveDuplicates();
        assertThat(all.stream().map(Delivery::origin).distinct()).hasSize(1);
        assertThat(all.get(2_509).body().bytes()).isEqualTo(DATA);
        assertThat(bench.metrics.events.getCount()).isEqualTo(1);
        assertThat(bench.metrics.wide.getCount()).isEqualTo(1);
        assertThat(bench.metrics.deliveries.getCount()).isEqualTo(2_510);
    }

    @Test
    void largeEventsHaveSmallerParts() {
        subscribe(0, 50, Ordering.NONE);

        bench.event("orders", HEADERS, new byte[900_000]);

        assertThat(bench.rests()).as("9 in each").hasSize(5);
        assertThat(bench.deliveries())
                .hasSize(50)
                .allSatisfy(delivery -> assertThat(delivery.body().size()).isEqualTo(900_000));
    }

    @Test
    void oneThatFitsNoDeliveryIsPoisonOnce() {
        subscribe(0, 50, Ordering.NONE);

        bench.event("orders", HEADERS, new byte[Topics.MAX_DELIVERY_BYTES + 1]);

        assertThat(bench.deliveries()).isEmpty();
        assertThat(bench.poison()).hasSize(1);
    }

    @Test
    void whatIsLeftForATenantWithoutSubscriptionsIsNothing() {
        Rest rest = new Rest(new EventPlace("fanwire.events.orders", 0, 7, 8), 0, "s", Set.of());

        bench.rest(new TestRecord<>(null, DATA, rest.beside(new RecordHeaders()), 0L));

        assertThat(bench.deliveries()).isEmpty();
        assertThat(bench.poison()).isEmpty();
    }

    @Test
    void whatIsNoRestIsPoison() {
        subscribe(0, 5, Ordering.NONE);

        bench.rest(new TestRecord<>(null, DATA));

        assertThat(bench.deliveries()).isEmpty();
        assertThat(bench.poison()).singleElement().satisfies(record -> assertThat(
                        ErrorHeaders.read(record.headers(), "reason"))
                .contains("undecodable"));
    }
}
