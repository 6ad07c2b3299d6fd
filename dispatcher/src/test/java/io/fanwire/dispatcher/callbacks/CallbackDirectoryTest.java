package io.fanwire.dispatcher.callbacks;

import static io.fanwire.dispatcher.fixture.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.fixture.MockSerdes;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class CallbackDirectoryTest {
    private static final Topics TOPICS = new Topics(TopicSettings.local("fanwire."));
    private static final TopicPartition PARTITION = new TopicPartition(TOPICS.subscriptions(), 0);
    private static final SubscriptionKey A = key("a");
    private static final SubscriptionKey B = key("b");

    private final Serializer<Subscription> writer = MockSerdes.of(TOPICS).subscriptions();
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final AtomicInteger registryRefusals = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final CallbackDirectory directory;
    private long end;

    CallbackDirectoryTest() {
        var reader = MockSerdes.of(TOPICS).subscriptions();
        directory = new CallbackDirectory(
                consumer,
                TOPICS.subscriptions(),
                (topic, bytes) -> {
                    if (registryRefusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        throw new RegistryUnavailableException("away", new IllegalStateException());
                    }
                    return reader.deserialize(topic, bytes);
                },
                (subscription, position) -> new Lookup.Found(new Callback(
                        subscription, position, Samples.callback(subscription).url(), java.util.List.of())),
                nanos::get);
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    }

    @AfterEach
    void stop() {
        directory.close();
    }

    private byte[] bytes(SubscriptionKey key, String url) {
        return writer.serialize(
                TOPICS.subscriptions(),
                Samples.subscription(key, url, Subscription.Signing.NONE, Duration.ofSeconds(15)));
    }

    /** Appended before the directory starts, or by a task of a poll. */
    private void append(SubscriptionKey key, byte[] value) {
        consumer.addRecord(new ConsumerRecord<>(TOPICS.subscriptions(), 0, end, key.toString(), value));
        end++;
        consumer.updateEndOffsets(Map.of(PARTITION, end));
    }

    @SuppressWarnings("NullAway") // a tombstone's value is null, whatever the annotations say
    private static byte[] tombstone() {
        return null;
    }

    /** The assignment comes first in the directory's thread, and its first poll second. */
    private void startWith(Runnable atFirstPoll) {
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(atFirstPoll);
        directory.start();
    }

    private String url(SubscriptionKey key, long matchedAt) {
        Lookup lookup = directory.find(key, matchedAt);
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found) lookup).callback().subscription().url();
    }

    private void afterAPollThat(Runnable task) throws InterruptedException {
        CountDownLatch polled = new CountDownLatch(2);
        consumer.schedulePollTask(() -> {
            task.run();
            polled.countDown();
        });
        consumer.schedulePollTask(polled::countDown);
        assertThat(polled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void startingEndsWhenEverythingIsKnown() {
        consumer.updateEndOffsets(Map.of(PARTITION, 3L));
        CountDownLatch started = new CountDownLatch(1);
        consumer.schedulePollTask(() -> append(A, bytes(A, "https://a.example.com/old")));
        consumer.schedulePollTask(() -> append(B, bytes(B, "https://b.example.com/")));
        consumer.schedulePollTask(() -> {
            assertThat(started.getCount()).isEqualTo(1);
            append(A, bytes(A, "https://a.example.com/new"));
        });

        directory.start();
        started.countDown();

        assertThat(directory.ready()).isTrue();
        assertThat(directory.size()).isEqualTo(2);
        assertThat(url(A, 2)).isEqualTo("https://a.example.com/new");
        assertThat(url(B, 1)).isEqualTo("https://b.example.com/");
    }

    @Test
    void itIsNotReadyBeforeItsEnd() throws InterruptedException {
        consumer.updateEndOffsets(Map.of(PARTITION, 1L));
        CompletableFuture<Void> started = CompletableFuture.runAsync(directory::start);
        afterAPollThat(() -> {});
        assertThat(directory.ready()).isFalse();
        assertThat(started).isNotDone();

        consumer.schedulePollTask(() -> append(A, bytes(A, "https://a.example.com/")));

        started.join();
        assertThat(directory.ready()).isTrue();
    }

    @Test
    void aCopyThatIsBehindADeliveryNeverSaysDeleted() throws InterruptedException {
        startWith(() -> {});
        assertThat(directory.find(A, 0)).isEqualTo(new Lookup.NotYet());

        afterAPollThat(() -> append(A, bytes(A, "https://a.example.com/")));

        assertThat(url(A, 0)).isEqualTo("https://a.example.com/");
        assertThat(directory.find(A, 1))
                .as("matched against a record that is still to come")
                .isEqualTo(new Lookup.NotYet());
        assertThat(directory.find(B, 0)).isEqualTo(new Lookup.Deleted());
    }

    @Test
    void aTombstoneEndsASubscription() throws InterruptedException {
        startWith(() -> {});
        afterAPollThat(() -> append(A, bytes(A, "https://a.example.com/")));

        afterAPollThat(() -> append(A, tombstone()));

        assertThat(directory.find(A, 0)).isEqualTo(new Lookup.Deleted());
        assertThat(directory.size()).isZero();
    }

    @Test
    void aCopyThatHasNotHeardFromItsBrokerLatelySaysNothing() throws InterruptedException {
        startWith(() -> {});
        afterAPollThat(() -> append(A, bytes(A, "https://a.example.com/")));
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        consumer.schedulePollTask(() -> {
            stuck.countDown();
            try {
                assertThat(goOn.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
        assertThat(stuck.await(10, TimeUnit.SECONDS)).isTrue();

        nanos.addAndGet(Duration.ofMillis(1_499).toNanos());
        assertThat(url(A, 0)).isEqualTo("https://a.example.com/");
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(directory.find(A, 0)).isEqualTo(new Lookup.NotYet());

        goOn.countDown();
        afterAPollThat(() -> {});
        assertThat(url(A, 0)).as("compared with the end again").isEqualTo("https://a.example.com/");
    }

    @Test
    void aCopyThatIsShortOfItsEndIsNotCurrent() throws InterruptedException {
        startWith(() -> {});
        afterAPollThat(() -> append(A, bytes(A, "https://a.example.com/")));
        afterAPollThat(() -> {
            consumer.updateEndOffsets(Map.of(PARTITION, end + 1));
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        });
        afterAPollThat(() -> nanos.addAndGet(Duration.ofSeconds(1).toNanos()));

        assertThat(directory.find(A, 0)).isEqualTo(new Lookup.NotYet());
    }

    @Test
    void aRecordThatCannotBeReadLeavesTheLastGoodOneInForce() throws InterruptedException {
        startWith(() -> {});
        afterAPollThat(() -> append(A, bytes(A, "https://a.example.com/")));

        afterAPollThat(() -> append(A, "rubbish".getBytes(StandardCharsets.UTF_8)));

        assertThat(url(A, 1)).isEqualTo("https://a.example.com/");
        assertThat(directory.live()).isTrue();
    }

    @Test
    void aKeyThatNamesNoSubscriptionIsPassedOver() throws InterruptedException {
        startWith(() -> {});

        afterAPollThat(() -> {
            consumer.addRecord(new ConsumerRecord<>(TOPICS.subscriptions(), 0, end, "rubbish", new byte[0]));
            end++;
            append(A, bytes(A, "https://a.example.com/"));
        });

        assertThat(directory.size()).isEqualTo(1);
        assertThat(url(A, 1)).isEqualTo("https://a.example.com/");
    }

    @Test
    void aBrokerOrARegistryThatIsAwayDelaysTheCopyAndLosesNothing() throws InterruptedException {
        startWith(() -> {});
        afterAPollThat(() -> append(A, bytes(A, "https://a.example.com/old")));
        registryRefusals.set(1);
        byte[] repaired = bytes(A, "https://a.example.com/new");
        afterAPollThat(() -> append(A, repaired));
        assertThat(url(A, 0)).isEqualTo("https://a.example.com/old");
        assertThat(directory.find(A, 1)).as("the record was not passed over").isEqualTo(new Lookup.NotYet());

        afterAPollThat(() -> consumer.setPollException(new KafkaException("away")));
        afterAPollThat(() -> {
            // Kafka's mock forgets what it gave out: here it is again, at the offset that was gone back to.
            assertThat(consumer.position(PARTITION)).isEqualTo(1);
            consumer.addRecord(new ConsumerRecord<>(TOPICS.subscriptions(), 0, 1, A.toString(), repaired));
        });

        assertThat(url(A, 1)).isEqualTo("https://a.example.com/new");
    }

    @Test
    void closingEndsItsThread() {
        startWith(() -> {});

        directory.close();

        assertThat(directory.live()).isFalse();
        assertThat(directory.ready()).isFalse();
        assertThat(consumer.closed()).isTrue();
    }
}
