package io.fanwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Parts that start at the same time. */
@Timeout(30)
class StartTogetherTest {
    @Test
    void allAreUnderWayAtTheSameTime() {
        CountDownLatch begun = new CountDownLatch(3);
        AtomicInteger met = new AtomicInteger();
        Runnable start = () -> {
            begun.countDown();
            if (reached(begun)) {
                met.incrementAndGet();
            }
        };

        StartTogether.all(List.of(start, start, start));

        assertThat(met).hasValue(3);
    }

    @Test
    void whatOneThrowsIsThrown() {
        Runnable fails = () -> {
            throw new IllegalStateException("no broker");
        };

        assertThatThrownBy(() -> StartTogether.all(List.of(() -> {}, fails)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no broker");
    }

    @Test
    void theOthersAreInterruptedAndHaveEndedByThen() {
        AtomicInteger interrupted = new AtomicInteger();
        CountDownLatch waits = new CountDownLatch(1);
        Runnable waiting = () -> {
            waits.countDown();
            if (!reached(new CountDownLatch(1))) {
                interrupted.incrementAndGet();
            }
        };
        Runnable fails = () -> {
            assertThat(reached(waits)).isTrue();
            throw new IllegalStateException("no broker");
        };

        assertThatThrownBy(() -> StartTogether.all(List.of(waiting, fails))).hasMessage("no broker");

        assertThat(interrupted).hasValue(1);
    }

    private static boolean reached(CountDownLatch latch) {
        try {
            return latch.await(25, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
