package io.fanwire.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.Checked;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriptionCopyTest {
    private static final TopicPartition TOPIC = new TopicPartition("subscriptions", 0);
    private static final Deserializer<Subscription> BY_ID =
            (topic, bytes) -> SubscriptionTableTest.subscription("t", new String(bytes, StandardCharsets.UTF_8));

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final SubscriptionTable table = new SubscriptionTable();
    private final SubscriptionCopy copy = new SubscriptionCopy("subscriptions", consumer, BY_ID, table);
    private final SubscriptionAppends appends = new SubscriptionAppends(
            "subscriptions",
            producer,
            (topic, subscription) -> subscription.key().id().getBytes(StandardCharsets.UTF_8),
            copy);

    @BeforeEach
    void twoRecordsAreThere() {
        consumer.updateBeginningOffsets(Map.of(TOPIC, 0L));
        consumer.updateEndOffsets(Map.of(TOPIC, 2L));
        consumer.schedulePollTask(() -> {
            arrives(0, "a", "a");
            arrives(1, "b", "b");
        });
        copy.start().join();
    }

    @AfterEach
    void stop() {
        copy.close();
    }

    @Test
    void itIsCompleteWhenAllThatWasThereIsKnown() {
        assertThat(copy.complete()).isTrue();
        assertThat(table.size()).isEqualTo(2);
        assertThat(copy.applied(1)).isDone();
        assertThat(copy.applied(2)).isNotDone();
    }

    @Test
    void aChangeEndsWhenTheBrokerHasItAndTheCopyShowsIt() throws InterruptedException {
        theBrokerHoldsAlready(2);
        CompletableFuture<Checked<SubscriptionStore.Decision>> result = new CompletableFuture<>();
        SubscriptionAppends.Group group = appends.group();
        group.add(key("a"), new SubscriptionStore.Remove(), result);
        Thread writer = new Thread(group::finish);
        writer.start();

        assertThat(producer.completeNext()).isTrue();
        assertThat(result).isNotDone();
        consumer.schedulePollTask(() -> arrives(2, "a", null));

        assertThat(result.join().<Boolean>fold(decision -> true, problem -> false))
                .isTrue();
        assertThat(table.find(key("a"))).isEmpty();
        assertThat(table.present(key("a")).deleted()).isTrue();
        writer.join();
    }

    @Test
    void aChangeThatTheBrokerRefusesIsNotMade() {
        CompletableFuture<Checked<SubscriptionStore.Decision>> result = new CompletableFuture<>();
        SubscriptionAppends.Group group = appends.group();
        group.add(
                key("z"),
                new SubscriptionStore.Save(SubscriptionTableTest.subscription("t", "z"), true, Optional.empty()),
                result);
        producer.errorNext(new TimeoutException("away"));
        group.finish();

        assertThat(result.join().<String>fold(decision -> "made", problem -> problem.code()))
                .isEqualTo("unavailable");
    }

    private void theBrokerHoldsAlready(int records) {
        for (int i = 0; i < records; i++) {
            producer.send(new ProducerRecord<>(TOPIC.topic(), 0, "k", new byte[0]));
            producer.completeNext();
        }
    }

    private void arrives(long offset, String id, @Nullable String value) {
        byte @Nullable [] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        consumer.addRecord(new ConsumerRecord<>(TOPIC.topic(), 0, offset, key(id).toString(), bytes));
    }

    private static SubscriptionKey key(String id) {
        return new SubscriptionKey("t", id);
    }
}
