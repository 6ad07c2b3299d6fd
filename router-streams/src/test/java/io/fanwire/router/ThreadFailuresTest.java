package io.fanwire.router;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.runtime.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {
    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final ThreadFailures failures =
            new ThreadFailures(() -> now, Backoff.standard(new SplittableRandom(Seeds.SEED)), pauses::add);

    @Test
    void aFailureThatCanHealIsRetriedForEverWithGrowingPauses() {
        for (int i = 0; i < 10; i++) {
            assertThat(failures.handle(new IllegalStateException(new TimeoutException("late"))))
                    .isEqualTo(REPLACE_THREAD);
        }

        assertThat(pauses.get(0)).isLessThan(Duration.ofMillis(100));
        assertThat(pauses.get(9)).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void tooManyOthersInAMinuteEndTheRouter() {
        for (int i = 0; i < ThreadFailures.MOST_PER_MINUTE; i++) {
            assertThat(failures.handle(new IllegalStateException("bug"))).isEqualTo(REPLACE_THREAD);
        }

        assertThat(failures.handle(new IllegalStateException("bug"))).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void nowAndThenIsNotTooMany() {
        for (int i = 0; i < 10; i++) {
            now = now.plusSeconds(61);
            assertThat(failures.handle(new IllegalStateException("bug"))).isEqualTo(REPLACE_THREAD);
        }

        assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofMillis(100)) < 0);
    }
}
