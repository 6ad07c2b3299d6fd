package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.TopicCopy;
import io.fanwire.schemas.ApiKey;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Keys in the compacted topic, with a full copy in memory: what one gateway writes every other knows a moment later. */
public final class KafkaKeyStore implements KeyStore, AutoCloseable {
    private static final String CLIENT = "fanwire-gateway-keys";

    private final KeyTable table = new KeyTable();
    private final CompactedTopic<ApiKey> topic;

    /** {@code consumer} and {@code producer}: the operator's own client settings. */
    public KafkaKeyStore(
            Cluster cluster,
            String topic,
            AvroSerdes serdes,
            Map<String, Object> consumer,
            Map<String, Object> producer) {
        this(
                topic,
                TopicCopy.consumer(CLIENT, cluster.clientProperties(), consumer),
                CompactedTopic.producer(CLIENT, cluster, producer),
                serdes);
    }

    KafkaKeyStore(
            String topic, Consumer<String, byte[]> consumer, Producer<String, byte[]> producer, AvroSerdes serdes) {
        this.topic = new CompactedTopic<>("gateway-keys", topic, consumer, producer, serdes::keys, table);
    }

    /** Reads all there is; throws when that does not end in time. */
    public void start(Duration within) {
        topic.start(within);
    }

    public boolean live() {
        return topic.live();
    }

    public boolean ready() {
        return topic.ready();
    }

    /** How many keys there are. */
    public int size() {
        return table.size();
    }

    @Override
    public Optional<ApiKey> find(String id) {
        return table.find(id);
    }

    @Override
    public List<ApiKey> page(Optional<String> tenant, Optional<String> after, int limit) {
        return table.page(tenant, after, limit);
    }

    @Override
    public Optional<Deleted> deleted(String id) {
        return table.deleted(id);
    }

    @Override
    public CompletionStage<Optional<Problem>> add(ApiKey key, int most) {
        return topic.write(
                key.recordKey(),
                Optional.of(key),
                () -> table.find(key.id()).isPresent() || table.count(key.tenant()) < most
                        ? Optional.empty()
                        : Optional.of(tooMany(most)));
    }

    @Override
    public CompletionStage<Optional<Problem>> delete(ApiKey key) {
        return topic.write(key.recordKey(), Optional.empty(), Optional::empty);
    }

    private static Problem tooMany(int most) {
        return Problem.of(409, "quota_exceeded", "There are at most " + most + " keys of a tenant or of the platform.");
    }

    @Override
    public void close() {
        topic.close();
    }
}
