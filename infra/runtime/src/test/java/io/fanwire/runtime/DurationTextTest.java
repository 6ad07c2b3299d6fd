package io.fanwire.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations as text, in both directions. */
class DurationTextTest {
    @ParameterizedTest
    @CsvSource({"5s,PT5S", "30m,PT30M", "100ms,PT0.1S", "24h,PT24H", "7d,PT168H", "PT5S,PT5S", "0s,PT0S", "P1D,PT24H"})
    void whatPeopleWriteIsRead(String text, Duration expected) {
        assertThat(DurationText.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "s",
                "-5s",
                "PT-5S",
                "5 s",
                "5S",
                "1.5h",
                "5w",
                "1h30m",
                "999999999999999999d",
                "٥s",
                "soon"
            })
    void whatCouldMeanSomethingElseIsRefused(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is not a duration");
    }

    @ParameterizedTest
    @CsvSource({"PT0S,0s", "PT0.1S,100ms", "PT90S,90s", "PT1M,1m", "PT90M,90m", "PT24H,1d", "PT36H,36h", "PT1.5S,1500ms"
    })
    void theShortestTextIsWritten(Duration duration, String expected) {
        assertThat(DurationText.format(duration)).isEqualTo(expected);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            Duration duration = Duration.ofNanos(random.nextLong() >>> 1 >> random.nextInt(60));

            assertThat(DurationText.parse(DurationText.format(duration)))
                    .as("seed %d", seed)
                    .isEqualTo(duration);
        }
    }

    @Test
    void aBoundedSettingIsCheckedAtBothEnds() {
        var validator = DurationText.between(Duration.ofSeconds(1), Duration.ofMinutes(1));

        assertThatCode(() -> validator.ensureValid("n", "1s")).doesNotThrowAnyException();
        assertThatCode(() -> validator.ensureValid("n", "60s")).doesNotThrowAnyException();
        assertThatThrownBy(() -> validator.ensureValid("n", "999ms"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must be from 1s to 1m");
        assertThatThrownBy(() -> validator.ensureValid("n", "61s")).isInstanceOf(ConfigException.class);
    }
}
