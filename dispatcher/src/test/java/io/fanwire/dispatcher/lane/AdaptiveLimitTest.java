package io.fanwire.dispatcher.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.fixture.Samples;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class AdaptiveLimitTest {
    private static final int MOST = 100;
    private static final Instant NOW = Samples.NOW;
    private static final Duration USUAL = Duration.ofMillis(100);

    private final AdaptiveLimit limit = new AdaptiveLimit();

    private int now() {
        return limit.within(MOST);
    }

    private void answers(int count, Duration took) {
        for (int i = 0; i < count; i++) {
            limit.succeeded(took, now(), MOST, NOW);
        }
    }

    @Test
    void itGrowsWhileAnswersTakeAsLongAsUsual() {
        int before = now();

        answers(200, USUAL);

        assertThat(before).isEqualTo(16);
        assertThat(now()).isEqualTo(MOST);
    }

    @Test
    void itDoesNotGrowForACallbackThatDoesNotUseIt() {
        for (int i = 0; i < 200; i++) {
            limit.succeeded(USUAL, 1, MOST, NOW);
        }

        assertThat(now()).isEqualTo(16);
    }

    @Test
    void itShrinksWhenAnswersTakeLonger() {
        answers(200, USUAL);

        answers(20, USUAL.multipliedBy(10));

        assertThat(now()).isLessThan(40);
    }

    @Test
    void aSlowCallbackThatIsAlwaysSlowGetsAll() {
        answers(200, Duration.ofSeconds(2));

        assertThat(now()).isEqualTo(MOST);
    }

    @Test
    void aFewMillisecondsMoreAreNoise() {
        answers(200, Duration.ofMillis(1));

        answers(50, Duration.ofMillis(9));

        assertThat(now()).isEqualTo(MOST);
    }

    @Test
    void aFastCallbackWhoseAttemptsOnlyWaitForEachOtherGetsNoMore() {
        for (int i = 0; i < 2_000; i++) {
            // it takes one in 300 µs, so each waits for those before it
            limit.succeeded(Duration.ofNanos(300_000L * now()), now(), MOST, NOW);
        }

        assertThat(now()).isBetween(16, 40);
    }

    @Test
    void aCallbackThatHasBecomeSlowerGetsMoreAgainAfterAWhile() {
        answers(2, Duration.ofMillis(5));
        answers(100, Duration.ofMillis(14));
        int before = now();
        assertThat(before).isLessThan(30);
        for (int seconds = 0; seconds < 100; seconds++) {
            limit.succeeded(Duration.ofMillis(14), now(), MOST, NOW.plusSeconds(seconds));
        }

        assertThat(now()).isGreaterThan(2 * before);
    }

    @Test
    void aCallbackWithAFewVeryQuickAnswersAndAFewFailuresKeepsWhatItBeganWith() {
        for (int i = 0; i < 2_000; i++) {
            if (i % 20 == 0) {
                limit.failed();
            } else {
                answers(1, i % 50 == 1 ? Duration.ofNanos(500_000) : Duration.ofMillis(8));
            }
        }

        assertThat(now()).isGreaterThanOrEqualTo(13);
    }

    @Test
    void oneQuickAnswerIsNoMeasureForACallbackThatTakesItsTime() {
        answers(1, Duration.ofMillis(5));

        answers(1_000, USUAL);

        assertThat(now()).isEqualTo(MOST);
    }

    @Test
    void itShrinksWithFailuresButLeavesOne() {
        answers(200, USUAL);
        for (int i = 0; i < 10; i++) {
            limit.failed();
        }
        assertThat(now()).isBetween(30, 40);

        for (int i = 0; i < 100; i++) {
            limit.failed();
        }

        assertThat(now()).isEqualTo(1);
    }

    @Test
    void aCallbackThatFailsOnceInTenKeepsMostOfIt() {
        for (int i = 0; i < 1000; i++) {
            if (i % 10 == 0) {
                limit.failed();
            } else {
                answers(1, USUAL);
            }
        }

        assertThat(now()).isGreaterThan(80);
    }

    @Test
    void itIsNeverMoreThanTheSubscriptionAllows() {
        answers(200, USUAL);

        assertThat(limit.within(5)).isEqualTo(5);
        assertThat(limit.within(1)).isEqualTo(1);
    }
}
