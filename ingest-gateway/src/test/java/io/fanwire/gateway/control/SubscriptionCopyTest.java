package io.fanwire.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.control.SubscriptionStore.Decision;
import io.fanwire.gateway.control.SubscriptionStore.Leave;
import io.fanwire.gateway.control.SubscriptionStore.Present;
import io.fanwire.gateway.control.SubscriptionStore.Remove;
import io.fanwire.gateway.control.SubscriptionStore.Save;
import io.fanwire.gateway.control.SubscriptionTurn.Change;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
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
    private final MockProducer<String, byte[]> first = producer();
    private final MockProducer<String, byte[]> second = producer();
    private final Queue<MockProducer<String, byte[]>> producers = new ArrayDeque<>(List.of(first, second));
    private final SubscriptionTable table = new SubscriptionTable();
    private final SubscriptionCopy copy = new SubscriptionCopy("subscriptions", consumer, BY_ID, table);
    private final SubscriptionAppends appends = new SubscriptionAppends(
            "subscriptions",
            producers::remove,
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
        Change change = change("a", present -> new Remove());
        Thread writer = start(change);
        while (!first.transactionCommitted()) {
            Thread.onSpinWait();
        }

        assertThat(change.result()).isNotDone();
        consumer.schedulePollTask(() -> arrives(2, "a", null));

        assertThat(said(change)).isEqualTo("made");
        assertThat(table.find(key("a"))).isEmpty();
        assertThat(table.present(key("a")).deleted()).isTrue();
        writer.join();
    }

    @Test
    void whoIsShutOutDecidesAgainByWhatTheOtherWrote() throws InterruptedException {
        List<Boolean> seen = new ArrayList<>();
        Change change = change("c", present -> {
            seen.add(present.subscription().isPresent());
            if (seen.size() == 2) { // it leads by now
                first.fenceProducer();
                consumer.updateEndOffsets(Map.of(TOPIC, 3L));
                consumer.schedulePollTask(() -> arrives(2, "c", "c"));
            }
            return new Save(
                    SubscriptionTableTest.subscription("t", "c"),
                    present.subscription().isEmpty(),
                    Optional.empty());
        });

        start(change).join();

        assertThat(said(change)).isEqualTo("made");
        assertThat(seen).containsExactly(false, false, true);
        assertThat(first.history()).isEmpty();
        assertThat(second.history()).hasSize(1);
    }

    @Test
    void aChangeOfWhichNobodyKnowsIsToldSo() throws InterruptedException {
        first.commitTransactionException = new TimeoutException("away");
        Change change = change("a", present -> new Remove());

        start(change).join();

        assertThat(said(change)).isEqualTo("unavailable");
        assertThat(producers).as("it is not tried again").hasSize(1);
    }

    @Test
    void whatChangesNothingNeedsNoBroker() throws InterruptedException {
        Change change = change("a", present -> new Leave(Optional.empty()));

        start(change).join();

        assertThat(said(change)).isEqualTo("made");
        assertThat(producers).hasSize(2);
    }

    private static MockProducer<String, byte[]> producer() {
        return new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    }

    private static Change change(String id, Function<Present, Decision> decide) {
        return new Change(key(id), decide, new CompletableFuture<>());
    }

    private Thread start(Change change) {
        Thread thread = new Thread(() -> {
            try {
                new SubscriptionTurn(table, appends, List.of(change)).run();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        return thread;
    }

    private static String said(Change change) {
        return change.result().join().fold(decision -> "made", problem -> problem.code());
    }

    private void theBrokerHoldsAlready(int records) {
        for (int i = 0; i < records; i++) {
            first.send(new ProducerRecord<>(TOPIC.topic(), 0, "k", new byte[0]));
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
