package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** What a record in the topic of wide events says beside what its event says: all as UTF-8 text, under names that nobody else may use. */
public final class FanoutHeaders {
    public static final String PREFIX = "__fanwire.fanout.";

    /** The Kafka topic that the event was accepted in. */
    public static final String TOPIC = PREFIX + "topic";

    private FanoutHeaders() {}

    public static Optional<String> text(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name)).map(Header::value).map(value -> new String(value, UTF_8));
    }
}
