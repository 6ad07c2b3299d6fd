package io.fanwire.gateway.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.control.DeadLetterLog.Count;
import io.fanwire.gateway.control.DeadLetterLog.Page;
import io.fanwire.gateway.control.DeadLetterLog.Place;
import io.fanwire.schemas.DeadLetter;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.JobRequest.Selector;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterScanTest {
    private static final String TOPIC = "dlq";

    /** A value is the tenant it belongs to. */
    private static final Deserializer<Delivery> BY_TENANT = (topic, bytes) -> delivery(new String(bytes, UTF_8));

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    @BeforeEach
    void twoPartitionsAreThere() {
        Node[] none = {};
        consumer.updatePartitions(
                TOPIC,
                List.of(
                        new PartitionInfo(TOPIC, 0, Node.noNode(), none, none),
                        new PartitionInfo(TOPIC, 1, Node.noNode(), none, none)));
        consumer.updateBeginningOffsets(Map.of(partition(0), 0L, partition(1), 0L));
        consumer.updateEndOffsets(Map.of(partition(0), 4L, partition(1), 2L));
    }

    @Test
    void pagesGoOnWhereTheLastOneEndedUntilAllWasSeen() {
        Page first = page(Place.START, List.of("acme", "other", "garbage", "acme"), List.of("other", "other"));
        assertThat(offsets(first)).containsExactly("0:0", "0:3");

        Page short1 = page(new Place(0, 3), List.of("", "", "", "acme"), List.of("acme", "acme"));
        assertThat(offsets(short1)).containsExactly("0:3", "1:0");
        assertThat(short1.next()).contains(new Place(1, 1));

        Page last = page(new Place(1, 1), List.of(), List.of("", "acme"));
        assertThat(offsets(last)).containsExactly("1:1");
        assertThat(last.next()).isEmpty();
    }

    @Test
    void aPageThatTakesTooLongEndsAndSaysWhereToGoOn() {
        Page page = scan(Duration.ZERO).page("acme", Selector.EVERYTHING, Place.START, 2);

        assertThat(page.letters()).isEmpty();
        assertThat(page.next()).contains(new Place(0, 0));
    }

    @Test
    void aCountSeesAllOfThemOrSaysNothing() {
        consumer.schedulePollTask(() -> {
            arrive(0, List.of("acme", "other", "garbage", "acme"));
            arrive(1, List.of("acme", "acme"));
        });
        Optional<Count> count =
                scan(Duration.ofMinutes(1)).count("acme", Selector.EVERYTHING, letter -> letter.partition() == 0);

        assertThat(count).contains(new Count(2, 2));
        assertThat(scan(Duration.ZERO).count("acme", Selector.EVERYTHING, letter -> true))
                .isEmpty();
    }

    private Page page(Place from, List<String> first, List<String> second) {
        Map<Integer, List<String>> values = Map.of(0, first, 1, second);
        for (int partition = from.partition(); partition < 2; partition++) {
            int number = partition;
            consumer.schedulePollTask(() -> arrive(number, values.getOrDefault(number, List.of())));
        }
        return scan(Duration.ofMinutes(1)).page("acme", Selector.EVERYTHING, from, 2);
    }

    private DeadLetterScan scan(Duration within) {
        return new DeadLetterScan(TOPIC, consumer, BY_TENANT, within);
    }

    private void arrive(int partition, List<String> tenants) {
        if (!consumer.assignment().contains(partition(partition))) {
            return;
        }
        for (int offset = 0; offset < tenants.size(); offset++) {
            if (offset >= consumer.position(partition(partition))) {
                consumer.addRecord(new ConsumerRecord<>(
                        TOPIC,
                        partition,
                        offset,
                        new byte[0],
                        tenants.get(offset).getBytes(UTF_8)));
            }
        }
    }

    private static List<String> offsets(Page page) {
        return page.letters().stream().map(DeadLetterScanTest::place).toList();
    }

    private static String place(DeadLetter letter) {
        return letter.partition() + ":" + letter.offset();
    }

    private static TopicPartition partition(int partition) {
        return new TopicPartition(TOPIC, partition);
    }

    private static Delivery delivery(String tenant) {
        if (tenant.equals("garbage")) {
            throw new UnreadableRecordException("garbage");
        }
        return new Delivery(
                "dlv_1",
                new SubscriptionKey(tenant, "sub_1"),
                17,
                Subscription.Ordering.NONE,
                new Delivery.Origin(
                        "evt_1", "orders", "o", Instant.EPOCH, 0, 0, Optional.empty(), Optional.empty(), Map.of()),
                "application/json",
                Payload.utf8("{}"),
                Delivery.Progress.first(Instant.EPOCH),
                Delivery.Part.WHOLE);
    }
}
