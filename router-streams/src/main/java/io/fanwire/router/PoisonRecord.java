package io.fanwire.router;

import io.fanwire.schemas.ErrorHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** An event that no delivery record can hold, as it goes to {@code poison}: its own bytes, and why. */
final class PoisonRecord {
    private PoisonRecord() {}

    /** Where the bytes themselves are too large, a pointer: where they lie, and their digest. */
    static Record<byte[], byte[]> tooLarge(
            Record<byte[], byte[]> event, RecordMetadata at, String why, Instant now, int limit) {
        boolean fits = size(event) <= limit;
        String message = fits ? why : why + "; the event itself is not copied, its sha256 is " + sha256(event.value());
        Headers headers = new ErrorHeaders(
                        "too_large",
                        Optional.empty(),
                        Optional.of(message),
                        0,
                        now,
                        now,
                        at.topic(),
                        at.partition(),
                        at.offset(),
                        Optional.empty())
                .toHeaders();
        if (!fits) {
            return new Record<>(new byte[0], new byte[0], now.toEpochMilli(), headers);
        }
        for (Header header : event.headers()) {
            if (!header.key().startsWith(ErrorHeaders.PREFIX)) {
                headers.add(header);
            }
        }
        return new Record<>(event.key(), event.value(), now.toEpochMilli(), headers);
    }

    private static long size(Record<byte[], byte[]> event) {
        long size = length(event.key()) + length(event.value());
        for (Header header : event.headers()) {
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
