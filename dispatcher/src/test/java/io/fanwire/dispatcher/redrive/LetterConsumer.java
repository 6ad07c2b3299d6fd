package io.fanwire.dispatcher.redrive;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads dead letters from a log in memory whose offsets may have gaps. */
final class LetterConsumer extends MockConsumer<byte[], byte[]> {
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log;
    private final Map<TopicPartition, Long> ends;
    private final int most;

    LetterConsumer(
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log, Map<TopicPartition, Long> ends, int most) {
        super("earliest");
        this.log = log;
        this.ends = ends;
        this.most = most;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new HashMap<>();
        for (TopicPartition partition : assignment()) {
            if (paused().contains(partition)) {
                continue;
            }
            long position = position(partition);
            List<ConsumerRecord<byte[], byte[]>> found = log.getOrDefault(partition, List.of()).stream()
                    .filter(record -> record.offset() >= position)
                    .limit(most)
                    .toList();
            long next = found.size() == most
                    ? found.get(most - 1).offset() + 1
                    : Math.max(position, ends.getOrDefault(partition, 0L));
            seek(partition, next);
            if (!found.isEmpty()) {
                polled.put(partition, found);
            }
        }
        return new ConsumerRecords<>(polled, Map.of());
    }
}
