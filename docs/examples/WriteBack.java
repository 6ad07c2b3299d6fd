import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.*;

/** Writes dead letters of a subscription back: BOOTSTRAP fanwire.deliveries.dlq fanwire.deliveries SUBSCRIPTION */
class WriteBack {
    public static void main(String[] args) throws Exception {
        Map<String, Object> kafka = Map.of("bootstrap.servers", args[0], "group.id", "write-back-" + args[3],
                "auto.offset.reset", "earliest", "enable.auto.commit", "false", "isolation.level", "read_committed");
        try (var letters = new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer());
                var deliveries = new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
            for (var part : letters.partitionsFor(args[1])) {
                var from = new TopicPartition(args[1], part.partition());
                letters.assign(List.of(from));
                long end = letters.endOffsets(List.of(from)).get(from);
                while (letters.position(from) < end) {
                    for (var letter : letters.poll(Duration.ofSeconds(1))) {
                        if (args[3].equals(letter.key()) && letter.offset() < end)
                            deliveries.send(new ProducerRecord<>(args[2], letter.key(), letter.value())).get();
                    }
                }
                letters.commitSync(Map.of(from, new OffsetAndMetadata(end)));
            }
        }
    }
}
