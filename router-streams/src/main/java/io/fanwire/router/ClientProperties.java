package io.fanwire.router;

import io.fanwire.runtime.Settings;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.StreamsConfig;

/** What Kafka Streams and the look-up consumer are given: our defaults, then what passes through, then what must not be changed. */
final class ClientProperties {
    private final Settings settings;
    private final RouterSettings router;
    private final Cluster cluster;

    ClientProperties(Settings settings, RouterSettings router, Cluster cluster) {
        this.settings = settings;
        this.router = router;
        this.cluster = cluster;
    }

    Properties streams(Topics topics) {
        Properties all = new Properties();
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, router.threads());
        all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, router.commitInterval().toMillis());
        all.put(StreamsConfig.POLL_MS_CONFIG, 20L);
        all.put(
                StreamsConfig.MAX_TASK_IDLE_MS_CONFIG,
                StreamsConfig.MAX_TASK_IDLE_MS_DISABLED); // topics need not wait for each other
        all.put(StreamsConfig.STATE_DIR_CONFIG, router.stateDir().toString());
        // the global thread as the others; the constant of this name is deprecated
        all.put("processing.exception.handler.global.enabled", true);
        // at start a global store waits for the long poll of each of its partitions in turn
        all.put(StreamsConfig.globalConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 10);
        consumer(
                all,
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                Math.toIntExact(router.topicsRefresh().toMillis()));
        consumer(
                all,
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                Math.toIntExact(router.sessionTimeout().toMillis()));
        consumer(
                all,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                Math.toIntExact(router.sessionTimeout().toMillis() / 4));
        consumer(all, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
        router.instanceId().ifPresent(id -> consumer(all, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
        producer(all, ProducerConfig.LINGER_MS_CONFIG, 5);
        producer(all, ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
        producer(all, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        producer(
                all,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Math.toIntExact(router.transactionTimeout().toMillis()));
        all.putAll(settings.prefixed("streams."));
        settings.prefixed("consumer.").forEach((name, value) -> all.put(StreamsConfig.consumerPrefix(name), value));
        settings.prefixed("producer.").forEach((name, value) -> all.put(StreamsConfig.producerPrefix(name), value));
        all.putAll(cluster.clientProperties());
        producer(all, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, topics.routerGroup());
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        return all;
    }

    Map<String, Object> lookUps() {
        Map<String, Object> all = new HashMap<>(settings.prefixed("consumer."));
        all.putAll(cluster.clientProperties());
        all.put(
                ConsumerConfig.CLIENT_ID_CONFIG,
                "router-look-ups-" + Thread.currentThread().getName());
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return all;
    }

    private static void consumer(Properties all, String name, Object value) {
        all.put(StreamsConfig.mainConsumerPrefix(name), value);
    }

    private static void producer(Properties all, String name, Object value) {
        all.put(StreamsConfig.producerPrefix(name), value);
    }
}
