package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Why a record lies among the dead letters or in {@code poison}, as UTF-8 headers that any Kafka tool shows as text.
 *
 * @param reason one word: {@code exhausted}, {@code expired}, {@code gone}, {@code setup}, {@code undecodable}, …
 * @param topic and {@code partition}, {@code offset}: where the record was read from
 * @param url the callback without its query, where one was tried
 */
public record ErrorHeaders(
        String reason,
        Optional<Integer> status,
        Optional<String> message,
        int attempts,
        Instant firstAt,
        Instant lastAt,
        String topic,
        int partition,
        long offset,
        Optional<String> url) {
    /** Every header of ours starts so; nobody else may set one. */
    public static final String PREFIX = "__fanwire.errors.";

    private static final int MAX_MESSAGE = 1024;

    ErrorHeaders withMessage(String other) {
        return new ErrorHeaders(
                reason, status, Optional.of(other), attempts, firstAt, lastAt, topic, partition, offset, url);
    }

    /** Without what the callback said. */
    public ErrorHeaders withoutMessage() {
        return new ErrorHeaders(
                reason, status, Optional.empty(), attempts, firstAt, lastAt, topic, partition, offset, url);
    }

    /** The one word that everybody needs. */
    public Headers reasonOnly() {
        Headers headers = new RecordHeaders();
        put(headers, "reason", reason);
        return headers;
    }

    public Headers toHeaders() {
        Headers headers = new RecordHeaders();
        put(headers, "reason", reason);
        status.ifPresent(s -> put(headers, "status", s.toString()));
        message.ifPresent(m -> put(headers, "message", m.length() <= MAX_MESSAGE ? m : m.substring(0, MAX_MESSAGE)));
        put(headers, "attempts", Integer.toString(attempts));
        put(headers, "first.at", firstAt.toString());
        put(headers, "last.at", lastAt.toString());
        put(headers, "topic", topic);
        put(headers, "partition", Integer.toString(partition));
        put(headers, "offset", Long.toString(offset));
        url.ifPresent(u -> put(headers, "url", u));
        return headers;
    }

    /** The value of one of these headers, by the name behind {@link #PREFIX}. */
    public static Optional<String> read(Headers headers, String name) {
        return EventHeaders.text(headers, PREFIX + name);
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(PREFIX + name, value.getBytes(UTF_8));
    }
}
