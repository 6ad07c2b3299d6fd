package io.fanwire.schemas;

import static io.fanwire.schemas.Records.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class DeliveryTest {
    private final Delivery letter =
            Records.delivery().with(Records.delivery().progress().end());

    @Test
    void aDeadLetterWrittenBackBeginsTheNextGenerationUnderAnIdThatNamesThePlace() {
        Delivery again = letter.foundAt(3, 4711, NOW);

        assertThat(again.id()).isEqualTo("dlv_1.3-4711");
        assertThat(again.progress()).isEqualTo(new Delivery.Progress(0, Instant.EPOCH, 2, NOW));
        assertThat(again.body()).isEqualTo(letter.body());
        assertThat(again.origin()).isEqualTo(letter.origin());
    }

    @Test
    void oneThatHasNotEndedIsWhatItIsWhereverItLies() {
        assertThat(Records.delivery().foundAt(3, 4711, NOW)).isEqualTo(Records.delivery());
    }

    @Test
    void oneWrittenBackOnceMoreKeepsOneSuffix() {
        Delivery dead = letter.foundAt(3, 4711, NOW);

        assertThat(dead.with(dead.progress().end()).foundAt(3, 4800, NOW).id()).isEqualTo("dlv_1.3-4800");
    }

    @Test
    void whatBecomesOfADeliveryLaterHasNotEnded() {
        Delivery.Progress ended = letter.progress();

        assertThat(ended.retryAt(NOW).ended()).isFalse();
        assertThat(ended.deferredTo(NOW).ended()).isFalse();
        assertThat(ended.next(NOW).ended()).isFalse();
    }
}
