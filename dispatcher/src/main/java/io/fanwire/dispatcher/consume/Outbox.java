package io.fanwire.dispatcher.consume;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Takes what a partition's owner has to write into the worker's next transaction. Owned by the worker thread. */
public interface Outbox {
    /** Whether the next transaction still has room; with much to write, ask before each {@link #add}. */
    boolean room();

    /**
     * Writes all of these records or none; after an abort they go into the next transaction, by themselves and in order. The
     * transaction fails as a whole when the partition has another owner.
     *
     * @param then hears where the records are; never, when the partition was lost before
     * @return false when the partition is not ours, and nothing was taken
     */
    boolean add(int partition, List<ProducerRecord<byte[], byte[]>> records, Committed then);
}
