package io.fanwire.dispatcher.delivery;

import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OutcomeRulesTest {
    private static AttemptOutcome of(int status) {
        return OutcomeRules.of(status, Optional.empty(), NOW);
    }

    private static Optional<Duration> askedFor(int status, String retryAfter) {
        AttemptOutcome outcome = OutcomeRules.of(status, Optional.of(retryAfter), NOW);
        return outcome instanceof AttemptOutcome.Throttled throttled ? throttled.retryAfter() : Optional.empty();
    }

    @Test
    void everyStatusHasItsClass() {
        IntStream.range(200, 1000).forEach(status -> {
            AttemptOutcome expected =
                    switch (status) {
                        case 410 -> new AttemptOutcome.Gone();
                        case 408, 425, 429 -> new AttemptOutcome.Throttled(status, Optional.empty());
                        default ->
                            status < 300
                                    ? new AttemptOutcome.Delivered(status)
                                    : new AttemptOutcome.Failed(
                                            ErrorClass.STATUS, Optional.of(status), Optional.of("answered " + status));
                    };
            assertThat(of(status)).isEqualTo(expected);
            assertThat(of(status).status()).contains(status);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 503})
    void theseMayAskForTime(int status) {
        assertThat(askedFor(status, "120")).contains(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 404, 500, 502, 504})
    void theOthersMayNot(int status) {
        assertThat(OutcomeRules.of(status, Optional.of("120"), NOW)).isInstanceOf(AttemptOutcome.Failed.class);
    }

    @Test
    void a503WithoutAUsableRetryAfterIsAnOrdinaryFailure() {
        assertThat(of(503)).isInstanceOf(AttemptOutcome.Failed.class);
        assertThat(OutcomeRules.of(503, Optional.of("soon"), NOW)).isInstanceOf(AttemptOutcome.Failed.class);
        assertThat(OutcomeRules.of(503, Optional.of("0"), NOW)).isInstanceOf(AttemptOutcome.Throttled.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "' 7 ', 7",
        "000000005, 5",
        "999999999, 999999999",
        "1000000000, 31536000",
        "99999999999999999999999999, 31536000",
        "'Fri, 02 Jan 2026 03:05:05 GMT', 59",
        "'Fri, 2 Jan 2026 03:05:05 GMT', 59",
        "'Fri, 02 Jan 2026 04:05:05 +0100', 59"
    })
    void aWaitIsReadFromSecondsAndDates(String header, long seconds) {
        assertThat(askedFor(429, header).map(Duration::toSeconds)).contains(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+5",
                "1.5",
                "5s",
                "soon",
                "٣",
                "Fri, 02 Jan 2026 03:04:05 GMT",
                "Thu, 01 Jan 1970 00:00:00 GMT",
                "Fri, 99 Foo 2026 03:05:05 GMT",
                "2026-01-02T03:05:05Z"
            })
    void whatIsNoWaitOrPastIsNone(String header) {
        assertThat(OutcomeRules.wait(header, NOW)).isEmpty();
    }

    @Test
    void whatIsShownOfAnOutcomeIsItsWordReasonAndMessage() {
        assertThat(of(204).word()).isEqualTo("delivered");
        assertThat(of(204).reason()).isEmpty();
        assertThat(of(500).word()).isEqualTo("failed");
        assertThat(of(500).reason()).contains("status");
        assertThat(of(500).message()).contains("answered 500");
        assertThat(of(410).word()).isEqualTo("gone");
        AttemptOutcome throttled = OutcomeRules.of(429, Optional.of("30"), NOW);
        assertThat(throttled.word()).isEqualTo("throttled");
        assertThat(throttled.message()).contains("asks for 30 s");
    }
}
