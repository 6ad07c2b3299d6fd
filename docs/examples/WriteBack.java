import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.*;

/** Writes dead letters of a subscription back: BOOTSTRAP fanwire.deliveries.dlq fanwire.deliveries SUBSCRIPTION */
class WriteBack {
    public static void main(String[] args) throws Exception {
        Map<String, Object> kafka = new HashMap<>(Map.of("bootstrap.servers", args[0], "isolation.level", "read_committed"));
        kafka.putAll(Map.of("group.id", "write-back", "auto.offset.reset", "earliest", "enable.auto.commit", "false"));
        try (var letters = new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer());
                var deliveries = new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
            letters.subscribe(List.of(args[1]));
            for (var page = letters.poll(Duration.ofSeconds(10)); !page.isEmpty(); page = letters.poll(Duration.ofSeconds(10))) {
                for (var letter : page) {
                    if (args[3].equals(letter.key())) {
                        deliveries.send(new ProducerRecord<>(args[2], letter.key(), letter.value())).get();
                    }
                }
                letters.commitSync();
            }
        }
    }
}
