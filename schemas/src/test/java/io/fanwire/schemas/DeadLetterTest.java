package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.JobRequest.Selector;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    @Test
    void itTellsWhatItsHeadersSay() {
        Headers headers = new ErrorHeaders(
                        "exhausted",
                        Optional.of(503),
                        Optional.of("busy"),
                        10,
                        Records.NOW.minusSeconds(60),
                        Records.NOW,
                        "fanwire.deliveries",
                        1,
                        7,
                        Optional.of("https://a.example.org/"))
                .toHeaders();

        DeadLetter letter = read(headers).orElseThrow();

        assertThat(letter)
                .isEqualTo(new DeadLetter(
                        3,
                        17,
                        Records.NOW,
                        Records.delivery(),
                        "exhausted",
                        Optional.of(503),
                        Optional.of("busy"),
                        Optional.of(10),
                        Optional.of(Records.NOW.minusSeconds(60)),
                        Optional.of(Records.NOW),
                        Optional.of("https://a.example.org/")));
    }

    @Test
    void headersOfAStrangerDoNoHarm() {
        Headers headers = new RecordHeaders();
        headers.add(ErrorHeaders.PREFIX + "status", "teapot".getBytes(UTF_8));
        headers.add(ErrorHeaders.PREFIX + "attempts", "99999999999999".getBytes(UTF_8));
        headers.add(ErrorHeaders.PREFIX + "last.at", "yesterday".getBytes(UTF_8));

        DeadLetter letter = read(headers).orElseThrow();

        assertThat(letter.reason()).isEqualTo("unknown");
        assertThat(letter.status()).isEmpty();
        assertThat(letter.attempts()).isEmpty();
        assertThat(letter.lastAt()).isEmpty();
    }

    @Test
    void aSelectorMeansWhatAllItsPartsMean() {
        DeadLetter letter = read(new RecordHeaders()).orElseThrow();

        assertThat(Selector.EVERYTHING.matches("acme", letter)).isTrue();
        assertThat(Selector.EVERYTHING.matches("other", letter)).isFalse();
        assertThat(selector("sub_1", "unknown", Records.NOW, Records.NOW.plusMillis(1))
                        .matches("acme", letter))
                .isTrue();
        assertThat(selector("sub_2", "unknown", Records.NOW, Records.NOW.plusMillis(1))
                        .matches("acme", letter))
                .isFalse();
        assertThat(selector("sub_1", "expired", Records.NOW, Records.NOW.plusMillis(1))
                        .matches("acme", letter))
                .isFalse();
        assertThat(selector("sub_1", "unknown", Records.NOW.plusMillis(1), Instant.MAX)
                        .matches("acme", letter))
                .isFalse();
        assertThat(selector("sub_1", "unknown", Instant.EPOCH, Records.NOW).matches("acme", letter))
                .isFalse();
    }

    private static Selector selector(String subscription, String reason, Instant since, Instant until) {
        return new Selector(
                Optional.of(subscription),
                Optional.of(reason),
                Optional.of(since),
                Optional.of(until),
                Optional.empty());
    }

    private static Optional<DeadLetter> read(Headers headers) {
        return DeadLetter.read(
                new ConsumerRecord<>(
                        "fanwire.deliveries.dlq",
                        3,
                        17,
                        Records.NOW.toEpochMilli(),
                        TimestampType.CREATE_TIME,
                        5,
                        1,
                        "sub_1".getBytes(UTF_8),
                        new byte[1],
                        headers,
                        Optional.empty()),
                (topic, bytes) -> Records.delivery());
    }
}
