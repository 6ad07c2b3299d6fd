package io.fanwire.bench.ledger;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.BitSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * Reads what a dispatcher wrote beside a committed offset: which offsets above it are done. Unreadable: none, as for the dispatcher.
 *
 * <p>Written a second time on purpose, from the format and not from the dispatcher's code: Base64 of version 1, codec, CRC32C of the
 * mark, the codec and the rest, incarnations, suspect + 1 as a varint, and the offsets relative to the mark as bits (0), runs of
 * varints (1), or what is missing of so many (3): that number and how many are missing as varints, k, and the distance of each from the
 * one before as a Rice code of k bits, lowest bits of a byte first.
 */
final class ProgressText {
    private static final int VERSION = 1;

    private ProgressText() {}

    static Set<Long> above(long offset, String metadata) {
        try {
            return done(offset, ByteBuffer.wrap(Base64.getDecoder().decode(metadata))).stream()
                    .mapToObj(relative -> offset + relative)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IllegalArgumentException | BufferUnderflowException unreadable) {
            return Set.of();
        }
    }

    private static BitSet done(long offset, ByteBuffer text) {
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
            case 3 -> gaps(text);
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

    private static BitSet gaps(ByteBuffer text) {
        BitSet done = new BitSet();
        done.set(0, number(text));
        int missing = number(text);
        int k = text.get();
        BitSet code = BitSet.valueOf(text);
        int bit = 0;
        for (int offset = 0; missing > 0; missing--, offset++) {
            for (; code.get(bit); bit++) {
                offset += 1 << k;
            }
            bit++;
            for (int low = 0; low < k; low++, bit++) {
                offset += code.get(bit) ? 1 << low : 0;
            }
            done.clear(offset);
        }
        return done;
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
