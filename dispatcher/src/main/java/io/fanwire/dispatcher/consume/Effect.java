package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.lane.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What the broker must hold before a source record counts as finished; or, beside any source record, what the owner of a partition
 * has to write.
 *
 * @param records all of them, or none of them, become visible
 * @param then hears of the commit
 * @param smaller what is done instead when a record is too large for its topic
 */
record Effect(Source source, List<ProducerRecord<byte[], byte[]>> records, Committed then, Smaller smaller) {
    private static final long NO_OFFSET = -1;

    Effect {
        records = List.copyOf(records);
    }

    /** One whose author has nothing to learn from the commit. */
    Effect(Source source, List<ProducerRecord<byte[], byte[]>> records) {
        this(source, records, Committed.UNHEARD, Smaller.NONE);
    }

    /** The next rung of a ladder; it ends with a record that is small enough for every topic. */
    @FunctionalInterface
    interface Smaller {
        /** There is none. */
        Smaller NONE = Optional::empty;

        Optional<Effect> effect();
    }

    Effect orSmaller(Smaller other) {
        return new Effect(source, records, then, other);
    }

    /** One that finishes no record, and counts only as long as the partition is owned under this epoch. */
    static Effect beside(
            TopicPartition owned, int epoch, List<ProducerRecord<byte[], byte[]>> records, Committed then) {
        return new Effect(new Source(owned, epoch, NO_OFFSET), records, then, Smaller.NONE);
    }

    /** The same, finishing no record. */
    Effect beside(TopicPartition owned, int epoch) {
        Smaller less = () -> smaller.effect().map(next -> next.beside(owned, epoch));
        return new Effect(new Source(owned, epoch, NO_OFFSET), records, then, less);
    }

    /** The same with more records, and somebody who hears of the commit. */
    Effect and(List<ProducerRecord<byte[], byte[]>> more, Committed hears) {
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>(records);
        all.addAll(more);
        return new Effect(source, all, hears, smaller);
    }

    /** Whether it finishes no record. */
    boolean beside() {
        return source.offset() == NO_OFFSET;
    }
}
