package io.fanwire.dispatcher.consume;

import io.fanwire.schemas.Cluster;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Makes consumers without a group for what the owner of a partition reads beside its deliveries, with polls that never wait.
 *
 * <p>Such a poll reads what one look at the socket finds. So answers are kept small, the socket holds one whole, and a request may take
 * as long as Kafka's default: with a second only, an answer of a megabyte was never complete, and asked for again without end.
 */
public final class SideConsumer {
    private static final int ANSWER_BYTES = 512 * 1024;
    private static final int AS_THE_SYSTEM_SAYS = -1;

    private SideConsumer() {}

    public static Consumer<byte[], byte[]> of(Cluster cluster, String clientId) {
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 200);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 1000);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, ANSWER_BYTES);
        properties.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, AS_THE_SYSTEM_SAYS);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
