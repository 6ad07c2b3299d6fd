package io.fanwire.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A wish to stop, and a service that dies before one. */
final class TerminationTest {
    private final Termination termination = Termination.byHand();

    @Test
    void aWishEndsTheWait() {
        termination.wish();

        assertThat(termination.await(Duration.ofDays(1))).isTrue();
        assertThat(termination.awaitWhile(() -> true)).isTrue();
    }

    @Test
    void aDeadServiceEndsTheWaitWithoutAWish() {
        assertThat(termination.awaitWhile(() -> false)).isFalse();
        assertThat(termination.await(Duration.ZERO)).isFalse();
    }
}
