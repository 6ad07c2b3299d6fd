package io.fanwire.dispatcher.consume;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The ways to write a set of offsets down; which is smallest depends on the pattern. */
enum MapCodec {
    /** One bit per offset. */
    BITS(0, BitSet::toByteArray, BitSet::valueOf),

    /** How many are not done, how many are done, and so on. */
    RUNS(1, MapCodec::runs, MapCodec::ofRuns),

    /** The bits, compressed. */
    DEFLATED(2, MapCodec::deflated, MapCodec::ofDeflated);

    /** Nobody honest has a wider map. */
    private static final int MAX_OFFSETS = 1 << 20;

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

    private static byte[] runs(BitSet offsets) {
        ByteBuffer bytes = ByteBuffer.allocate((offsets.cardinality() * 2 + 2) * Varint.MAX_BYTES);
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

    private static BitSet ofRuns(ByteBuffer bytes) {
        BitSet offsets = new BitSet();
        long at = 0;
        while (bytes.hasRemaining()) {
            long from = at + Varint.read(bytes);
            at = from + Varint.read(bytes);
            if (at > MAX_OFFSETS) {
                throw new IllegalArgumentException("offsets beyond " + MAX_OFFSETS);
            }
            offsets.set((int) from, (int) at);
        }
        return offsets;
    }

    private static byte[] deflated(BitSet offsets) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(offsets.toByteArray());
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[4096];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static BitSet ofDeflated(ByteBuffer bytes) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes);
            byte[] bits = new byte[MAX_OFFSETS / 8];
            int length = inflater.inflate(bits);
            if (!inflater.finished() && inflater.inflate(new byte[1]) > 0) {
                throw new IllegalArgumentException("offsets beyond " + MAX_OFFSETS);
            }
            return BitSet.valueOf(ByteBuffer.wrap(bits, 0, length));
        } catch (DataFormatException garbage) {
            throw new IllegalArgumentException(garbage);
        } finally {
            inflater.end();
        }
    }
}
