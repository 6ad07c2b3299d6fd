package io.fanwire.bench.speed.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What somebody writes who does not want to write much: a consumer, a signature, a POST, a commit now and then; no retries, no dead letters,
 * no order, one callback: {@code BOOTSTRAP TOPIC GROUP PORT EVENTS CONNECTIONS RESULT}.
 */
public final class BareLane {
    private static final int OPEN = 2_000;

    private BareLane() {}

    public static void main(String[] arguments) throws GeneralSecurityException, InterruptedException, IOException {
        int events = Integer.parseInt(arguments[4]);
        AtomicInteger answered = new AtomicInteger();
        OwnCost cost = new OwnCost(events);
        Semaphore open = new Semaphore(OPEN);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                arguments[0],
                "group.id",
                arguments[2],
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                "false");
        try (Posts posts = new Posts(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[5]), () -> {
                    cost.answered(answered.incrementAndGet());
                    open.release();
                });
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(arguments[1]));
            long committed = System.nanoTime();
            while (answered.get() < events) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(50));
                open.acquire(Math.min(OPEN, records.count()));
                posts.execute(() -> records.forEach(
                        record -> posts.send(Unpooled.wrappedBuffer(head(record, arguments[2], mac), record.value()))));
                if (System.nanoTime() - committed > 1_000_000_000L) {
                    consumer.commitAsync();
                    committed = System.nanoTime();
                }
            }
            consumer.commitSync();
            cost.write(Path.of(arguments[6]));
        }
    }

    /** As the Standard Webhooks have it. */
    private static byte[] head(ConsumerRecord<byte[], byte[]> record, String group, Mac mac) {
        Header header = record.headers().lastHeader("ce_id");
        String id = group + "-" + (header == null ? "" : new String(header.value(), UTF_8));
        String time = Long.toString(System.currentTimeMillis() / 1000);
        mac.update((id + "." + time + ".").getBytes(UTF_8));
        String signature = Base64.getEncoder().encodeToString(mac.doFinal(record.value()));
        return Posts.head(
                "/bare",
                id,
                record.value().length,
                "webhook-timestamp: " + time + "\r\nwebhook-signature: v1," + signature + "\r\n");
    }
}
