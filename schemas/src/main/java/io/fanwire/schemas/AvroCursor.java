package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Walks over a record in Avro's binary encoding (Avro 1.12 specification, "Binary Encoding"), value after value, in the order of its
 * schema. Bytes that are no such record end in a {@link RuntimeException}. Confined to its owner.
 */
final class AvroCursor {
    private static final int MOST_OF_A_LONG = 10;
    private static final int MOST_OF_AN_INT = 5;

    private final byte[] bytes;
    private final Texts texts;
    private int at;

    AvroCursor(byte[] bytes, int from, Texts texts) {
        this.bytes = bytes;
        this.at = from;
        this.texts = texts;
    }

    boolean atEnd() {
        return at == bytes.length;
    }

    long nextLong() {
        long raw = varint(MOST_OF_A_LONG);
        return (raw >>> 1) ^ -(raw & 1);
    }

    int nextInt() {
        int raw = (int) varint(MOST_OF_AN_INT);
        return (raw >>> 1) ^ -(raw & 1);
    }

    boolean nextBoolean() {
        return bytes[at++] == 1;
    }

    byte[] nextBytes() {
        int length = nextLength();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    String nextText() {
        int length = nextLength();
        at += length;
        return new String(bytes, at - length, length, UTF_8);
    }

    /** One that comes again and again in other records. */
    String nextUsualText() {
        int length = nextLength();
        at += length;
        return texts.of(bytes, at - length, length);
    }

    /** Of a union of null and one other type: whether the other follows. */
    boolean nextIsThere() {
        int branch = nextInt();
        if (branch < 0 || branch > 1) {
            throw new IllegalArgumentException("no branch " + branch);
        }
        return branch == 1;
    }

    Map<String, String> nextTexts() {
        long block = nextLong();
        if (block == 0) {
            return Map.of();
        }
        Map<String, String> all = new HashMap<>();
        long items = 0;
        for (; block != 0; block = nextLong()) {
            if (block < 0) {
                nextLong(); // its size in bytes, for who wants to skip it
            }
            items += Math.absExact(block);
            if (items > AvroSerdes.MAX_ITEMS) {
                throw new IllegalArgumentException("more than " + AvroSerdes.MAX_ITEMS);
            }
            for (long left = Math.absExact(block); left > 0; left--) {
                all.put(nextText(), nextText());
            }
        }
        return all;
    }

    private int nextLength() {
        long length = nextLong();
        if (length < 0 || length > bytes.length - at || length > Topics.MAX_RECORD_BYTES) {
            throw new IndexOutOfBoundsException("a length of " + length);
        }
        return (int) length;
    }

    private long varint(int most) {
        long value = 0;
        for (int i = 0; i < most; i++) {
            byte next = bytes[at++];
            value |= (next & 0x7fL) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number that does not end");
    }
}
