package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * 128 bits as 22 characters, of which the order is that of the numbers: what uuid-creator's Base62 writes, which makes three times the
 * garbage that a whole delivery does.
 */
final class Base62 {
    private static final byte[] DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".getBytes(ISO_8859_1);
    private static final int LENGTH = 22;
    private static final int BASE = 62;

    /** Digits that are taken off at a time: as many as leave room for 32 bits more. */
    private static final int AT_ONCE = 5;

    private static final long DIVISOR = 916_132_832L;
    private static final long WORD = 0xffff_ffffL;

    private Base62() {}

    static String encode(long high, long low) {
        byte[] text = new byte[LENGTH];
        long[] words = {high >>> Integer.SIZE, high & WORD, low >>> Integer.SIZE, low & WORD};
        for (int end = LENGTH; end > 0; end -= AT_ONCE) {
            long rest = 0;
            for (int i = 0; i < words.length; i++) {
                long number = rest << Integer.SIZE | words[i];
                words[i] = number / DIVISOR;
                rest = number % DIVISOR;
            }
            for (int i = 1; i <= Math.min(AT_ONCE, end); i++) {
                text[end - i] = DIGITS[(int) (rest % BASE)];
                rest /= BASE;
            }
        }
        return new String(text, ISO_8859_1);
    }
}
