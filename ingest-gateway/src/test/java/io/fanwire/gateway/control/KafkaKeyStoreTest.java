package io.fanwire.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.ApiKey;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A key is there when every reader of this gateway sees it, and gone when none does. */
class KafkaKeyStoreTest {
    private static final String TOPIC = "keys";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private AvroSerdes serdes;
    private KafkaKeyStore store;

    @BeforeEach
    void anEmptyTopicIsThere() throws Exception {
        MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
        registry.register(TOPIC + "-value", new AvroSchema(io.fanwire.avro.ApiKey.getClassSchema()));
        serdes = new AvroSerdes(registry);
        Node[] none = {};
        consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, Node.noNode(), none, none)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
        store = new KafkaKeyStore(TOPIC, consumer, producer, serdes);
        store.start(LONG);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void aKeyIsPromisedWhenTheBrokerHasItAndReadersSeeIt() {
        CompletableFuture<Optional<Problem>> added =
                store.add(key("key_1", "acme"), 10).toCompletableFuture();

        while (!producer.completeNext()) {
            Thread.onSpinWait();
        }
        assertThat(added).isNotDone();
        arrives(0, key("key_1", "acme"));

        assertThat(added).succeedsWithin(LONG);
        assertThat(added.join()).isEmpty();
        assertThat(store.find("key_1")).contains(key("key_1", "acme"));
        assertThat(producer.history().get(0).key()).isEqualTo("acme/key_1");
    }

    @Test
    void aKeyThatTheBrokerRefusesIsNotPromised() {
        CompletableFuture<Optional<Problem>> added =
                store.add(key("key_1", "acme"), 10).toCompletableFuture();

        while (!producer.errorNext(new TimeoutException("away"))) {
            Thread.onSpinWait();
        }

        assertThat(added).succeedsWithin(LONG);
        assertThat(added.join().map(Problem::code)).contains("unavailable");
    }

    @Test
    void aDeletedKeyIsGoneAndRememberedWithItsTenant() {
        arrives(0, key("key_1", "acme"));
        arrives(1, key("key_2", ""));
        until(() -> store.find("key_2").isPresent());

        CompletableFuture<Optional<Problem>> deleted =
                store.delete(key("key_1", "acme")).toCompletableFuture();
        while (!producer.completeNext()) {
            Thread.onSpinWait();
        }
        tombstone(2, "acme/key_1");
        tombstone(3, "key_2");

        assertThat(deleted).succeedsWithin(LONG);
        until(() -> store.deleted("key_2").isPresent());
        assertThat(store.find("key_1")).isEmpty();
        assertThat(store.deleted("key_1")).contains(new KeyStore.Deleted(Optional.of("acme")));
        assertThat(store.deleted("key_2")).contains(new KeyStore.Deleted(Optional.empty()));
        assertThat(store.page(Optional.empty(), Optional.empty(), 10)).isEmpty();
    }

    @Test
    void eachTenantAndThePlatformHaveTheirNumberOfKeys() {
        arrives(0, key("key_1", "acme"));
        arrives(1, key("key_2", ""));
        arrives(2, key("key_3", "acme"));
        until(() -> store.size() == 3);

        CompletableFuture<Optional<Problem>> third =
                store.add(key("key_4", "acme"), 2).toCompletableFuture();
        assertThat(third).succeedsWithin(LONG);
        assertThat(third.join().map(Problem::code)).contains("quota_exceeded");
        assertThat(producer.history()).isEmpty();
        assertThat(store.page(Optional.of("acme"), Optional.of("key_1"), 10))
                .extracting(ApiKey::id)
                .containsExactly("key_3");
        assertThat(store.page(Optional.empty(), Optional.empty(), 2))
                .extracting(ApiKey::id)
                .containsExactly("key_1", "key_2");
    }

    @Test
    void bytesThatAreNoKeyEndNone() {
        arrives(0, key("key_1", "acme"));
        consumer.schedulePollTask(
                () -> consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, 1, "acme/key_1", new byte[] {9, 9})));
        arrives(2, key("key_2", "acme"));

        until(() -> store.find("key_2").isPresent());
        assertThat(store.find("key_1")).isPresent();
    }

    private interface Condition {
        boolean holds();
    }

    private static void until(Condition condition) {
        while (!condition.holds()) {
            Thread.onSpinWait();
        }
    }

    private void arrives(long offset, ApiKey key) {
        byte[] value = serdes.keys().serialize(TOPIC, key);
        consumer.schedulePollTask(
                () -> consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, key.recordKey(), value)));
    }

    private void tombstone(long offset, String key) {
        consumer.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, key, null)));
    }

    private static ApiKey key(String id, String tenant) {
        return new ApiKey(
                id,
                Optional.of(tenant).filter(name -> !name.isEmpty()),
                Payload.of(new byte[32]),
                Set.of("admin"),
                Optional.empty(),
                Instant.parse("2026-01-31T12:00:00Z"),
                "bootstrap");
    }
}
