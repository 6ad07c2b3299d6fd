package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.lane.Source;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What the broker must hold before a source record counts as finished; or, beside any source record, what the owner of a partition
 * has to write.
 *
 * @param records all of them, or none of them, become visible
 * @param then hears of the commit
 */
record Effect(Source source, List<ProducerRecord<byte[], byte[]>> records, Committed then) {
    private static final long NO_OFFSET = -1;

    Effect {
        records = List.copyOf(records);
    }

    /** One whose author has nothing to learn from the commit. */
    Effect(Source source, List<ProducerRecord<byte[], byte[]>> records) {
        this(source, records, Committed.UNHEARD);
    }

    /** One that finishes no record, and counts only as long as the partition is owned under this epoch. */
    static Effect beside(
            TopicPartition owned, int epoch, List<ProducerRecord<byte[], byte[]>> records, Committed then) {
        return new Effect(new Source(owned, epoch, NO_OFFSET), records, then);
    }

    /** The same with more records, and somebody who hears of the commit. */
    Effect and(List<ProducerRecord<byte[], byte[]>> more, Committed hears) {
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>(records);
        all.addAll(more);
        return new Effect(source, all, hears);
    }

    /** Whether it finishes no record. */
    boolean beside() {
        return source.offset() == NO_OFFSET;
    }
}
