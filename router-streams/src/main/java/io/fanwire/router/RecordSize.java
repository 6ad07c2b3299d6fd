package io.fanwire.router;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;

/** What a record takes, about. */
final class RecordSize {
    private static final int OVERHEAD = 64;
    private static final int OF_A_HEADER = 10;

    private RecordSize() {}

    static int of(Record<byte[], byte[]> record) {
        int bytes = OVERHEAD + length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            bytes += OF_A_HEADER + header.key().getBytes(UTF_8).length + length(header.value());
        }
        return bytes;
    }

    private static int length(byte[] bytes) {
        return Optional.ofNullable(bytes).map(b -> b.length).orElse(0);
    }
}
