package io.fanwire.dispatcher.consume;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A set of offsets, most of which are in it, as the distances between those that are not: how many offsets and how many distances, then
 * each distance as a Rice code (R. F. Rice, 1979) of a parameter that suits the mean.
 *
 * <pre>
 *   offsets, distances, parameter k, and of each distance: distance &gt;&gt; k ones, a zero, and its k lowest bits
 * </pre>
 *
 * So n distances among m offsets take no more than {@code n (k + 1) + m / 2^k} bits, wherever they are.
 */
final class Gaps {
    private Gaps() {}

    static byte[] encode(BitSet offsets) {
        int length = offsets.length();
        int gaps = length - offsets.cardinality();
        int parameter = parameter(length, gaps);
        BitSet bits = new BitSet();
        int at = 0;
        int next = 0;
        for (int gap = offsets.nextClearBit(0); gap < length; gap = offsets.nextClearBit(gap + 1)) {
            int distance = gap - next;
            bits.set(at, at + (distance >> parameter));
            at += (distance >> parameter) + 1;
            for (int bit = 0; bit < parameter; bit++, at++) {
                bits.set(at, (distance >> bit & 1) == 1);
            }
            next = gap + 1;
        }
        byte[] coded = bits.toByteArray();
        ByteBuffer bytes = ByteBuffer.allocate(2 * Varint.MAX_BYTES + 1 + coded.length);
        Varint.write(length, bytes);
        Varint.write(gaps, bytes);
        bytes.put((byte) parameter).put(coded);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /**
     * @throws IllegalArgumentException when the bytes are no offsets
     */
    static BitSet decode(ByteBuffer bytes) {
        long length = Varint.read(bytes);
        long gaps = Varint.read(bytes);
        int parameter = bytes.get();
        if (length > MapCodec.MAX_OFFSETS || gaps > length || parameter < 0 || parameter >= Integer.SIZE - 1) {
            throw new IllegalArgumentException("no distances between offsets");
        }
        BitSet bits = BitSet.valueOf(bytes);
        BitSet offsets = new BitSet();
        offsets.set(0, (int) length);
        long next = 0;
        int at = 0;
        for (long gap = 0; gap < gaps; gap++) {
            int zero = bits.nextClearBit(at);
            long distance = (long) (zero - at) << parameter;
            at = zero + 1;
            for (int bit = 0; bit < parameter; bit++, at++) {
                distance |= bits.get(at) ? 1L << bit : 0;
            }
            next += distance;
            if (next >= length) {
                throw new IllegalArgumentException("a distance that leads beyond all offsets");
            }
            offsets.clear((int) next++);
        }
        return offsets;
    }

    private static int parameter(int length, int gaps) {
        int mean = gaps == 0 ? 1 : Math.max(1, length / gaps);
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(mean);
    }
}
