package io.fanwire.schemas;

import java.util.BitSet;
import java.util.function.Function;

/**
 * Which dead letters of one stretch of a partition were put back among the deliveries: whatever jobs ask, each is put back once.
 *
 * @param chunk number of the stretch
 * @param offsets a bit per offset, the lowest first; trailing zeros are left out
 */
public record RedrivenChunk(int partition, long chunk, Payload offsets) implements JobRecord {
    /** Offsets of one stretch. */
    public static final int SIZE = 65_536;

    static final String PREFIX = "redriven/";

    /** The stretch that an offset lies in. */
    public static long of(long offset) {
        return offset / SIZE;
    }

    public static RedrivenChunk of(int partition, long chunk, BitSet bits) {
        return new RedrivenChunk(partition, chunk, Payload.of(bits.toByteArray()));
    }

    public boolean contains(long offset) {
        int bit = Math.toIntExact(offset - chunk * SIZE);
        byte[] bytes = offsets.bytes();
        return bit / 8 < bytes.length && (bytes[bit / 8] & (1 << (bit % 8))) != 0;
    }

    /** A copy that may be changed. */
    public BitSet bits() {
        return BitSet.valueOf(offsets.bytes());
    }

    @Override
    public String key() {
        return key(partition, chunk);
    }

    public static String key(int partition, long chunk) {
        return PREFIX + partition + "/" + chunk;
    }

    @Override
    public <T> T fold(
            Function<JobRequest, T> request, Function<JobProgress, T> progress, Function<RedrivenChunk, T> redriven) {
        return redriven.apply(this);
    }
}
