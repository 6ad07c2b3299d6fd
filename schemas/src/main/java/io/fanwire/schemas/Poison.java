package io.fanwire.schemas;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What could not be read or carried, as it goes to {@code poison}: its own bytes, and why. It always fits. */
public final class Poison {
    /** What the headers that say why take at most, and a record's own overhead. */
    private static final int ROOM_FOR_REASONS = 8 * 1024;

    private Poison() {}

    /**
     * The record to append. Where the bytes themselves are too large it is a pointer: where they lie, and their digest. Headers that
     * pretend to be ours are left out.
     */
    public static ProducerRecord<byte[], byte[]> record(
            String topic, byte @Nullable [] key, byte @Nullable [] value, Headers found, ErrorHeaders why) {
        if (size(key, value, found) > Topics.MAX_RECORD_BYTES - ROOM_FOR_REASONS) {
            return pointer(topic, value, why);
        }
        Headers headers = why.toHeaders();
        for (Header header : found) {
            if (!header.key().startsWith(ErrorHeaders.PREFIX)) {
                headers.add(header);
            }
        }
        return new ProducerRecord<>(topic, null, null, key, value, headers);
    }

    /** Says where bytes lie, and their digest, instead of holding them. */
    public static ProducerRecord<byte[], byte[]> pointer(String topic, byte @Nullable [] value, ErrorHeaders why) {
        String message =
                why.message().orElse("too large") + "; the record itself is not copied, its sha256 is " + sha256(value);
        return new ProducerRecord<>(
                topic, null, null, null, new byte[0], why.withMessage(message).toHeaders());
    }

    private static long size(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        long size = length(key) + length(value);
        for (Header header : headers) {
            // names are counted at four bytes a character, the most that UTF-8 takes
            size += 4L * header.key().length() + length(header.value()) + 10;
        }
        return size;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static String sha256(byte @Nullable [] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes == null ? new byte[0] : bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
