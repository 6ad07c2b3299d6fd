package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.gateway.once.Fingerprint;
import io.fanwire.gateway.once.Slot;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What a gateway leaves behind that was killed at a bad moment, byte by byte as one writes it. */
final class DeadGateway implements AutoCloseable {
    static final String ID = "left-behind";
    private static final Slot SLOT = Slot.event("default", ID);

    private final Topics topics;
    private final UUID owner = UUID.randomUUID();
    private final KafkaProducer<String, byte[]> claims;
    private final KafkaProducer<String, byte[]> entries;
    private RecordMetadata event = new RecordMetadata(new TopicPartition("none", 0), 0, 0, 0, 0, 0);

    DeadGateway(Cluster cluster, Topics topics) {
        this.topics = topics;
        claims = new KafkaProducer<>(cluster.clientProperties(), new StringSerializer(), new ByteArraySerializer());
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.idempotency().entries() + "-" + owner);
        entries = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        entries.initTransactions();
    }

    /** The claim that comes before all others. */
    void claim() throws ExecutionException, InterruptedException {
        byte[] claim = ByteBuffer.allocate(50)
                .put((byte) 1)
                .put((byte) 1)
                .putLong(SLOT.high())
                .putLong(SLOT.low())
                .putLong(owner.getMostSignificantBits())
                .putLong(owner.getLeastSignificantBits())
                .putLong(1)
                .putLong(fingerprint())
                .array();
        claims.send(new ProducerRecord<>(topics.idempotency().claims(), partition(), null, claim))
                .get();
    }

    /** Of the event that {@code OnceIT} sends: the one claim is for the same request. */
    private static long fingerprint() {
        return new Fingerprint()
                .add("orders")
                .add("order.paid")
                .add("/orders")
                .add("")
                .add(Optional.empty())
                .add(Optional.empty())
                .add(Optional.of("application/json"))
                .add("{\"amount\":5}".getBytes(UTF_8))
                .value();
    }

    /** Into a transaction that stays open. */
    void writeEvent(String topic) throws ExecutionException, InterruptedException {
        entries.beginTransaction();
        event = entries.send(new ProducerRecord<>(topics.events(topic), ID, "{\"amount\":5}".getBytes(UTF_8)))
                .get();
    }

    /** Into the same one. */
    void writeEntry() throws ExecutionException, InterruptedException {
        byte[] topic = "orders".getBytes(UTF_8);
        byte[] entry = ByteBuffer.allocate(42 + topic.length)
                .put((byte) 1)
                .put((byte) 5)
                .putLong(SLOT.high())
                .putLong(SLOT.low())
                .putLong(fingerprint())
                .putInt(event.partition())
                .putLong(event.offset())
                .putShort((short) topic.length)
                .put(topic)
                .putShort((short) 0)
                .array();
        entries.send(new ProducerRecord<>(topics.idempotency().entries(), partition(), null, entry))
                .get();
    }

    private int partition() {
        return (int) Long.remainderUnsigned(SLOT.high(), topics.idempotency().partitions());
    }

    void commit() {
        entries.commitTransaction();
    }

    @Override
    public void close() {
        claims.close();
        entries.close(Duration.ZERO);
    }
}
