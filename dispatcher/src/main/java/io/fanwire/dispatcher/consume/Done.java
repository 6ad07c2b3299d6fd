package io.fanwire.dispatcher.consume;

import java.util.BitSet;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** What of a partition is done, as the dispatchers committed it. */
public final class Done {
    private final long mark;
    private final BitSet above;

    private Done(long mark, BitSet above) {
        this.mark = mark;
        this.above = above;
    }

    /** A map that cannot be read says nothing: then what is below the offset is done. */
    public static Done of(OffsetAndMetadata committed) {
        Optional<ProgressMap> map = ProgressMap.decode(committed.metadata(), committed.offset());
        return new Done(committed.offset(), map.orElse(ProgressMap.EMPTY).done());
    }

    /** Everything below it is done. */
    public long mark() {
        return mark;
    }

    public boolean contains(long offset) {
        return offset < mark || (offset - mark < above.length() && above.get((int) (offset - mark)));
    }
}
