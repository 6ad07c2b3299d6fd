package io.fanwire.dispatcher.consume;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One partition of the model's broker: records of transactions, and the markers that end them, which leave gaps. */
final class ModelLog {
    private final List<Entry> entries = new ArrayList<>();

    /**
     * One place in the log.
     *
     * @param value empty for a marker
     * @param by empty when it was written without a transaction
     */
    record Entry(long offset, Optional<byte[]> value, Instant at, Optional<ModelTransaction> by) {
        private boolean open() {
            return by.filter(ModelTransaction::open).isPresent();
        }

        private boolean visible() {
            return value.isPresent() && by.map(ModelTransaction::committed).orElse(true);
        }
    }

    long append(Optional<byte[]> value, Instant at, Optional<ModelTransaction> by) {
        entries.add(new Entry(entries.size(), value, at, by));
        return entries.size() - 1L;
    }

    /** What a read_committed reader gets: nothing beyond the first undecided record. */
    List<Entry> read(long from, int most) {
        List<Entry> read = new ArrayList<>();
        for (long at = from; at < entries.size() && read.size() < most; at++) {
            Entry entry = entries.get((int) at);
            if (entry.open()) {
                break;
            }
            if (entry.visible()) {
                read.add(entry);
            }
        }
        return read;
    }

    /** Everything that is committed, also beyond an undecided record. */
    Stream<Entry> committed() {
        return entries.stream().filter(Entry::visible);
    }

    long end() {
        return entries.size();
    }
}
