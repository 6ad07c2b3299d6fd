package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.dispatcher.ledger.Audit;
import io.fanwire.dispatcher.ledger.LedgerLine;
import io.fanwire.local.Json;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.local.receiver.Script;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The account of a run adds up, and a delivery that is lost on purpose, or doubled, shows in it. */
class LedgerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final int EVENTS = 60;

    @TempDir
    Path folder;

    @Test
    void everyDeliveryIsAccountedForAndALostOrDoubledOneIsNot() throws Exception {
        try (TestPlatform platform = TestPlatform.start(folder)) {
            GatewayClient client = platform.client();
            client.putTopic("orders", 3);
            try (Callback good = Callback.subscribe(client, "good", "orders", Script.always(200), s -> {});
                    Callback down = Callback.subscribe(client, "down", "orders", Script.always(503), once("1s"));
                    Callback later = Callback.subscribe(client, "later", "orders", Script.always(503), once("1h"))) {
                assertThat(client.publish(
                                        "orders",
                                        true,
                                        Map.of("content-type", "application/json"),
                                        Json.line(events()).getBytes(UTF_8))
                                .status())
                        .isEqualTo(202);
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(account(platform))
                        .as(account(platform).toString())
                        .returns((long) EVENTS, LedgerLine::delivered)
                        .returns((long) EVENTS, LedgerLine::deadLettered));

                LedgerLine line = account(platform);

                assertThat(line.accepted()).isEqualTo(EVENTS);
                assertThat(line.unrouted()).isZero();
                assertThat(line.matched()).isEqualTo(3 * EVENTS);
                assertThat(line.pending()).isEqualTo(EVENTS);
                assertThat(line.balanced()).isTrue();
                assertThat(good.counts().distinct()).isEqualTo(EVENTS);
                assertThat(down.received()).hasSize(2 * EVENTS);
                assertThat(later.received()).isNotEmpty();
            }
            platform.stop();
            lose(platform, "dlv_lost");
            assertThat(account(platform).unexplained()).isEqualTo(1);
            lose(platform, "dlv_lost");
            assertThat(account(platform).doubled()).isEqualTo(1);
        }
    }

    private static LedgerLine account(TestPlatform platform) {
        try (Audit audit = new Audit(platform.cluster(), platform.topics())) {
            return audit.run(Optional.empty()).stream()
                    .filter(line -> line.topic().equals("orders"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Consumer<ObjectNode> once(String delay) {
        return subscription -> {
            ObjectNode retry = subscription.putObject("retry");
            retry.putArray("schedule").add(delay);
            retry.put("maxAge", "2h");
        };
    }

    private static ArrayNode events() {
        ArrayNode events = Json.array();
        for (int i = 0; i < EVENTS; i++) {
            events.addObject()
                    .put("id", "evt_" + i)
                    .put("type", "order.made")
                    .putObject("data")
                    .put("n", i);
        }
        return events;
    }

    /** A delivery that the group's offsets have passed, and of which nothing else is known. */
    private static void lose(TestPlatform platform, String id) throws ExecutionException, InterruptedException {
        TopicPartition partition = new TopicPartition(platform.topics().deliveries(), 0);
        Delivery delivery = new Delivery(
                id,
                new SubscriptionKey("default", "good"),
                0,
                Subscription.Ordering.NONE,
                new Delivery.Origin(
                        "evt_x",
                        "orders",
                        "order.made",
                        Instant.EPOCH,
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()),
                "text/plain",
                Payload.utf8("x"),
                Delivery.Progress.first(Instant.EPOCH),
                Delivery.Part.WHOLE);
        try (AvroSerdes serdes = AvroSerdes.of(platform.cluster());
                Admin admin = Admin.create(platform.cluster().clientProperties());
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        platform.cluster().clientProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] value = serdes.deliveries().serialize(partition.topic(), delivery);
            long offset = producer.send(new ProducerRecord<>(
                            partition.topic(), partition.partition(), "good".getBytes(UTF_8), value))
                    .get()
                    .offset();
            // a member that left is forgotten after a while only; until then nobody may set offsets
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> admin.alterConsumerGroupOffsets(
                                            platform.topics().dispatcherGroup(),
                                            Map.of(partition, new OffsetAndMetadata(offset + 1)))
                                    .all()
                                    .get()
                            == null);
        }
    }
}
