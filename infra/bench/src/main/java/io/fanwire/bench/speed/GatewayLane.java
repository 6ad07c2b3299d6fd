package io.fanwire.bench.speed;

import io.fanwire.bench.process.Child;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Events that nobody subscribed to, published as fast as answers come, in batches of so many, while the router is frozen. Owned by the
 * thread that measures.
 */
final class GatewayLane {
    private static final int CONNECTIONS = 64;

    private final ChainRun run;
    private final String name;
    private final int batch;
    private final int bytes;
    private final int seconds;
    private long published;

    /** Makes its topic. */
    GatewayLane(ChainRun run, String name, int batch, int bytes, int seconds) {
        this.run = run;
        this.name = name;
        this.batch = batch;
        this.bytes = bytes;
        this.seconds = seconds;
        run.platform().client().putTopic(name, RouteLane.PARTITIONS);
    }

    /** Measures once. */
    GatewayRow measure(int round) {
        Child router = run.platform().child("router");
        router.freeze();
        PublishRow row = new PublishLane(run.platform(), seconds)
                .measure(
                        round,
                        name,
                        PublishLane.gateway(run.platform(), name, CONNECTIONS, batch, bytes, seconds, "-"));
        router.thaw();
        published += row.result().events();
        long missing = published - held();
        run.quiet();
        return new GatewayRow(
                name,
                round,
                row.result().events(),
                row.result().seconds(),
                row.gatewayMicros(),
                row.brokerMicros(),
                missing);
    }

    /** What the topic has taken: without transactions, offsets count events. */
    private long held() {
        Map<String, Object> settings = new HashMap<>(run.platform().cluster().clientProperties());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            String topic = RouteLane.topics().events(name);
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .collect(Collectors.toList());
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
