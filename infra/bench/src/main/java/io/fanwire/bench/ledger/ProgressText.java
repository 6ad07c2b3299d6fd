package io.fanwire.bench.ledger;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.BitSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads what a dispatcher wrote beside a committed offset: which offsets above it are done. Unreadable: none, as for the dispatcher.
 *
 * <p>Written a second time on purpose, from the format and not from the dispatcher's code: Base64 of version 1, codec, CRC32C of the
 * mark, the codec and the rest, incarnations, suspect + 1 as a varint, and the offsets relative to the mark as bits (0), runs of
 * varints (1) or deflated bits (2).
 */
final class ProgressText {
    private static final int VERSION = 1;
    private static final int WIDEST = 1 << 17;

    private ProgressText() {}

    static Set<Long> above(long offset, String metadata) {
        try {
            return done(offset, ByteBuffer.wrap(Base64.getDecoder().decode(metadata))).stream()
                    .mapToObj(relative -> offset + relative)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IllegalArgumentException | BufferUnderflowException | DataFormatException unreadable) {
            return Set.of();
        }
    }

    private static BitSet done(long offset, ByteBuffer text) throws DataFormatException {
        int version = text.get();
        int codec = text.get();
        int said = text.getInt();
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(9).putLong(offset).put((byte) codec).flip());
        crc.update(text.slice());
        if (version != VERSION || said != (int) crc.getValue()) {
            return new BitSet();
        }
        text.get();
        number(text);
        return switch (codec) {
            case 0 -> BitSet.valueOf(text);
            case 1 -> runs(text);
            case 2 -> deflated(text);
            default -> new BitSet();
        };
    }

    private static BitSet runs(ByteBuffer text) {
        BitSet done = new BitSet();
        int at = 0;
        while (text.hasRemaining()) {
            int from = at + number(text);
            at = from + number(text);
            done.set(from, at);
        }
        return done;
    }

    private static BitSet deflated(ByteBuffer text) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(text);
            byte[] bits = new byte[WIDEST];
            return BitSet.valueOf(ByteBuffer.wrap(bits, 0, inflater.inflate(bits)));
        } finally {
            inflater.end();
        }
    }

    private static int number(ByteBuffer text) {
        int number = 0;
        int shift = 0;
        byte next;
        do {
            next = text.get();
            number |= (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        return number;
    }
}
