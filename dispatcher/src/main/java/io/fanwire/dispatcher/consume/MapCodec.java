package io.fanwire.dispatcher.consume;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Function;

/** The ways to write a set of offsets down; which is small depends on the pattern. */
enum MapCodec {
    /** One bit per offset. */
    BITS(0, BitSet::toByteArray, BitSet::valueOf),

    /** How many are not done, how many are done, and so on. */
    RUNS(1, MapCodec::runs, MapCodec::ofRuns),

    /** The bits, compressed: maps of earlier versions are read, and no new ones written. */
    DEFLATED(2, MapCodec::onlyRead, Deflated::decode),

    /** How far it is from one that is not done to the next: where nothing else fits, as earlier versions cannot read it. */
    GAPS(3, Gaps::encode, Gaps::decode);

    /** Nobody honest has a wider map. */
    static final int MAX_OFFSETS = 1 << 20;

    private final byte code;

    @SuppressWarnings("ImmutableEnumChecker") // method references without state
    private final Function<BitSet, byte[]> encoder;

    @SuppressWarnings("ImmutableEnumChecker") // method references without state
    private final Function<ByteBuffer, BitSet> decoder;

    MapCodec(int code, Function<BitSet, byte[]> encoder, Function<ByteBuffer, BitSet> decoder) {
        this.code = (byte) code;
        this.encoder = encoder;
        this.decoder = decoder;
    }

    byte[] encode(BitSet offsets) {
        return encoder.apply(offsets);
    }

    /**
     * @throws IllegalArgumentException when the bytes are no offsets
     */
    BitSet decode(ByteBuffer bytes) {
        return decoder.apply(bytes);
    }

    byte code() {
        return code;
    }

    static Optional<MapCodec> of(byte code) {
        return Arrays.stream(values()).filter(codec -> codec.code() == code).findFirst();
    }

    private static byte[] onlyRead(BitSet offsets) {
        throw new UnsupportedOperationException("no map is written so any more: " + offsets.cardinality() + " offsets");
    }

    private static byte[] runs(BitSet offsets) {
        int done = offsets.cardinality();
        int runs = Math.min(done, offsets.length() - done + 1);
        ByteBuffer bytes = ByteBuffer.allocate(runs * 2 * Varint.MAX_BYTES);
        int at = 0;
        while (at < offsets.length()) {
            int from = offsets.nextSetBit(at);
            int to = offsets.nextClearBit(from);
            Varint.write(from - (long) at, bytes);
            Varint.write(to - (long) from, bytes);
            at = to;
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static long within(long offsets) {
        if (offsets > MAX_OFFSETS) {
            throw new IllegalArgumentException("offsets beyond " + MAX_OFFSETS);
        }
        return offsets;
    }

    private static BitSet ofRuns(ByteBuffer bytes) {
        BitSet offsets = new BitSet();
        long at = 0;
        while (bytes.hasRemaining()) {
            long from = at + within(Varint.read(bytes));
            at = within(from + within(Varint.read(bytes)));
            offsets.set((int) from, (int) at);
        }
        return offsets;
    }
}
