package io.fanwire.bench.speed.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Lays down events in a process of its own, so that their cost is nobody else's: {@code BOOTSTRAP TOPIC EVENTS BYTES KEYS FIRST
 * TYPES}. Half of what an event holds is chance. Ids count from FIRST. Events are of so many types in turn; 0: of none.
 */
public final class EventLoad {
    private EventLoad() {}

    public static void main(String[] arguments) {
        int events = Integer.parseInt(arguments[2]);
        int bytes = Integer.parseInt(arguments[3]);
        int keys = Integer.parseInt(arguments[4]);
        long first = Long.parseLong(arguments[5]);
        int types = Integer.parseInt(arguments[6]);
        SplittableRandom random = new SplittableRandom(first);
        byte[] half = new byte[bytes / 2 + 1];
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        arguments[0],
                        "linger.ms",
                        "20",
                        "batch.size",
                        "131072",
                        "buffer.memory",
                        "134217728",
                        "compression.type",
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int n = 0; n < events; n++) {
                random.nextBytes(half);
                byte[] data = HexFormat.of().formatHex(half).substring(0, bytes).getBytes(UTF_8);
                byte[] key = ("k" + n % keys).getBytes(UTF_8);
                ProducerRecord<byte[], byte[]> event = new ProducerRecord<>(arguments[1], key, data);
                event.headers().add("ce_id", ("e" + (first + n)).getBytes(UTF_8));
                if (types > 0) {
                    event.headers().add("ce_type", ("t" + n % types).getBytes(UTF_8));
                }
                event.headers().add("content-type", "text/plain".getBytes(UTF_8));
                producer.send(event);
            }
        }
    }
}
