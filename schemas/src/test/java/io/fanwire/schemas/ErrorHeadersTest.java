package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

/** Error headers are plain UTF-8 text under one prefix. */
class ErrorHeadersTest {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void everyPartIsAHeaderOfItsOwn() {
        Headers headers =
                headers(Optional.of(503), Optional.of("größer als erlaubt"), Optional.of("https://a.example/in"));

        assertThat(ErrorHeaders.read(headers, "reason")).contains("exhausted");
        assertThat(ErrorHeaders.read(headers, "status")).contains("503");
        assertThat(ErrorHeaders.read(headers, "message")).contains("größer als erlaubt");
        assertThat(ErrorHeaders.read(headers, "attempts")).contains("10");
        assertThat(ErrorHeaders.read(headers, "first.at")).contains("2026-01-01T00:00:00Z");
        assertThat(ErrorHeaders.read(headers, "last.at")).contains("2026-01-01T00:01:00Z");
        assertThat(ErrorHeaders.read(headers, "topic")).contains("fanwire.deliveries.retry.10h");
        assertThat(ErrorHeaders.read(headers, "partition")).contains("4");
        assertThat(ErrorHeaders.read(headers, "offset")).contains("99");
        assertThat(ErrorHeaders.read(headers, "url")).contains("https://a.example/in");
        assertThat(StreamSupport.stream(headers.spliterator(), false).map(Header::key))
                .hasSize(10)
                .allMatch(name -> name.startsWith("__fanwire.errors."));
    }

    @Test
    void whatIsNotKnownIsNotThere() {
        Headers headers = headers(Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(headers).hasSize(7);
        assertThat(ErrorHeaders.read(headers, "status")).isEmpty();
        assertThat(ErrorHeaders.read(headers, "url")).isEmpty();
    }

    @Test
    void aLongMessageIsCut() {
        Headers headers = headers(Optional.empty(), Optional.of("x".repeat(5000)), Optional.empty());

        assertThat(headers.lastHeader(ErrorHeaders.PREFIX + "message").value())
                .isEqualTo("x".repeat(1024).getBytes(UTF_8));
    }

    private static Headers headers(Optional<Integer> status, Optional<String> message, Optional<String> url) {
        return new ErrorHeaders(
                        "exhausted",
                        status,
                        message,
                        10,
                        FIRST,
                        FIRST.plusSeconds(60),
                        "fanwire.deliveries.retry.10h",
                        4,
                        99,
                        url)
                .toHeaders();
    }
}
