package io.fanwire.router;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/** The clients Kafka Streams works with: the usual ones, but for the consumers of stream threads. */
final class StreamClients implements KafkaClientSupplier {
    private final AtomicInteger lostThreads = new AtomicInteger();
    private volatile boolean stopping;

    /** From here on a consumer that is closed belongs to a router that stops, not to a thread that failed. */
    void stopping() {
        stopping = true;
    }

    /** Whether a thread failed: its successor has another name in the group, which the next start will not have. */
    boolean anyThreadLost() {
        return lostThreads.get() > 0;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new StreamThreadConsumer(config, this::threadLost);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    private boolean threadLost() {
        if (stopping) {
            return false;
        }
        lostThreads.incrementAndGet();
        return true;
    }
}
