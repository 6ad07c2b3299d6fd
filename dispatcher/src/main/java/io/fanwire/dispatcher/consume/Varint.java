package io.fanwire.dispatcher.consume;

import java.nio.ByteBuffer;

/** Numbers from 0 on, seven bits a byte, small ones short. */
final class Varint {
    static final int MAX_BYTES = 9;

    private Varint() {}

    static void write(long number, ByteBuffer to) {
        long rest = number;
        while (rest > 0x7f) {
            to.put((byte) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        to.put((byte) rest);
    }

    /**
     * @throws IllegalArgumentException when there is no number
     */
    static long read(ByteBuffer from) {
        long number = 0;
        for (int shift = 0; shift < 7 * MAX_BYTES; shift += 7) {
            byte next = from.get();
            number |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number of more than " + MAX_BYTES + " bytes");
    }
}
