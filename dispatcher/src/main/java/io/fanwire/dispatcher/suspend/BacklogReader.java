package io.fanwire.dispatcher.suspend;

import io.fanwire.dispatcher.consume.SideConsumer;
import io.fanwire.schemas.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads suspended deliveries with a consumer without a group, which is never waited for. Owned by the worker thread. */
public final class BacklogReader implements AutoCloseable {
    private final Consumer<byte[], byte[]> consumer;
    private long expected = -1;

    BacklogReader(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    public static BacklogReader of(Cluster cluster) {
        return new BacklogReader(SideConsumer.of(cluster, "suspended"));
    }

    /** Gives a run what has arrived, from its position on. */
    void read(TopicPartition partition, BacklogRun run) {
        if (!consumer.assignment().equals(Set.of(partition)) || expected != run.position()) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, run.position());
        }
        List<ConsumerRecord<byte[], byte[]>> records =
                consumer.poll(Duration.ZERO).records(partition);
        expected = consumer.position(partition);
        run.arrived(records, expected);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
