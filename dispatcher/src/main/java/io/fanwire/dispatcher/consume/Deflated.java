package io.fanwire.dispatcher.consume;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A set of offsets as compressed bits, which earlier versions wrote: a new one that takes over from them repeats nothing. */
final class Deflated {
    private Deflated() {}

    /**
     * @throws IllegalArgumentException when the bytes are no offsets
     */
    static BitSet decode(ByteBuffer bytes) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes);
            byte[] bits = new byte[MapCodec.MAX_OFFSETS / Byte.SIZE];
            int length = inflater.inflate(bits);
            if (!inflater.finished() && inflater.inflate(new byte[1]) > 0) {
                throw new IllegalArgumentException("offsets beyond " + MapCodec.MAX_OFFSETS);
            }
            return BitSet.valueOf(ByteBuffer.wrap(bits, 0, length));
        } catch (DataFormatException garbage) {
            throw new IllegalArgumentException(garbage);
        } finally {
            inflater.end();
        }
    }
}
