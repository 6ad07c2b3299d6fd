package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Texts that come again and again: the same bytes are the same object as long as no other text takes its place, so that they are decoded,
 * hashed and kept in memory once. Never larger than it is made. Confined to its owner.
 */
final class Texts {
    private static final int PLACES = 1024;
    private static final int LONGEST = 128;

    private final byte[][] encoded = new byte[PLACES][];
    private final String[] decoded = new String[PLACES];

    String of(byte[] bytes, int from, int length) {
        if (length > LONGEST) {
            return new String(bytes, from, length, UTF_8);
        }
        int hash = 1;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int place = (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (PLACES - 1);
        byte[] there = encoded[place];
        if (there == null || !Arrays.equals(there, 0, there.length, bytes, from, from + length)) {
            encoded[place] = Arrays.copyOfRange(bytes, from, from + length);
            decoded[place] = new String(bytes, from, length, UTF_8);
        }
        return decoded[place];
    }
}
