package io.fanwire.dispatcher.suspend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads one partition from a log in memory whose offsets have gaps. */
final class BacklogConsumer extends MockConsumer<byte[], byte[]> {
    private final List<ConsumerRecord<byte[], byte[]>> log;
    private final LongSupplier end;
    private final int most;

    BacklogConsumer(List<ConsumerRecord<byte[], byte[]>> log, LongSupplier end, int most) {
        super("earliest");
        this.log = log;
        this.end = end;
        this.most = most;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        TopicPartition partition = assignment().iterator().next();
        long position = position(partition);
        List<ConsumerRecord<byte[], byte[]>> found = log.stream()
                .filter(record -> record.offset() >= position)
                .limit(most)
                .toList();
        seek(partition, found.size() == most ? found.get(most - 1).offset() + 1 : Math.max(position, end.getAsLong()));
        return new ConsumerRecords<>(found.isEmpty() ? Map.of() : Map.of(partition, found), Map.of());
    }
}
