package io.fanwire.dispatcher.redrive;

import io.fanwire.schemas.RedrivenChunk;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which dead letters of a partition its owner has put back, durable or on their way. Owned by the worker thread. */
final class Marks {
    private final int partition;
    private final Map<Long, BitSet> chunks = new HashMap<>();
    private final Set<Long> changed = new TreeSet<>();

    Marks(int partition, Map<Long, RedrivenChunk> durable) {
        this.partition = partition;
        durable.forEach((number, chunk) -> chunks.put(number, chunk.bits()));
    }

    boolean contains(long offset) {
        BitSet bits = chunks.get(RedrivenChunk.of(offset));
        return bits != null && bits.get((int) (offset % RedrivenChunk.SIZE));
    }

    void add(long offset) {
        chunks.computeIfAbsent(RedrivenChunk.of(offset), number -> new BitSet())
                .set((int) (offset % RedrivenChunk.SIZE));
        changed.add(RedrivenChunk.of(offset));
    }

    /** What changed since this was asked last. */
    List<RedrivenChunk> changed() {
        List<RedrivenChunk> records = changed.stream()
                .map(number -> RedrivenChunk.of(partition, number, chunks.getOrDefault(number, new BitSet())))
                .toList();
        changed.clear();
        return records;
    }

    /** Keys of the stretches that retention has taken altogether; they are forgotten. */
    List<String> forgetBelow(long earliest) {
        List<Long> gone = chunks.keySet().stream()
                .filter(number -> number < RedrivenChunk.of(earliest))
                .toList();
        gone.forEach(chunks::remove);
        return gone.stream().map(number -> RedrivenChunk.key(partition, number)).toList();
    }
}
