package io.fanwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Parts that are closed at the same time. */
@Timeout(30)
class CloseTogetherTest {
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void allAreUnderWayAtTheSameTimeAndClosedInTheEnd() {
        CountDownLatch begun = new CountDownLatch(3);
        Runnable close = () -> {
            begun.countDown();
            if (reached(begun)) {
                closed.incrementAndGet();
            }
        };

        CloseTogether.all(List.of(close, close, close));

        assertThat(closed).hasValue(3);
    }

    @Test
    void theOthersAreClosedThoughOneFails() {
        CountDownLatch failed = new CountDownLatch(1);
        Runnable fails = () -> {
            failed.countDown();
            throw new IllegalStateException("no broker");
        };
        Runnable close = () -> {
            if (reached(failed)) {
                closed.incrementAndGet();
            }
        };

        assertThatThrownBy(() -> CloseTogether.all(List.of(close, fails, close)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no broker");

        assertThat(closed).hasValue(2);
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
