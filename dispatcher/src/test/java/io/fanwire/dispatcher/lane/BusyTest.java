package io.fanwire.dispatcher.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

final class BusyTest {
    private static final long MILLI = 1_000_000;

    private final ArrayDeque<Runnable> loop = new ArrayDeque<>();
    private long now;
    private final Busy busy = new Busy(() -> now);

    /** A loop that comes so late to what it is asked, again and again. */
    private boolean after(int times, long late) {
        boolean enough = false;
        for (int n = 0; n < times; n++) {
            busy.enough(loop::add);
            now += late;
            loop.forEach(Runnable::run);
            loop.clear();
            enough = busy.enough(loop::add);
        }
        return enough;
    }

    @Test
    void aLateLoopWithWorkInHandHasEnough() {
        busy.work(Busy.ENOUGH);

        assertThat(after(10, 3 * MILLI)).isTrue();
        assertThat(after(20, MILLI / 2)).as("it comes in time again").isFalse();
    }

    @Test
    void oneThatComesInTimeTakesWhateverThereIs() {
        busy.work(100 * Busy.ENOUGH);

        assertThat(after(10, MILLI)).isFalse();
    }

    @Test
    void aLateOneWithLittleToDoGetsMore() {
        busy.work(Busy.ENOUGH - 1);

        assertThat(after(10, 50 * MILLI)).isFalse();
        assertThat(loop).as("nobody asks").isEmpty();
    }

    @Test
    void onceItHasEnoughHalfOfItIsDoneFirst() {
        busy.work(Busy.ENOUGH);
        after(4, 10 * MILLI);

        busy.work(Busy.ENOUGH / 2);
        assertThat(after(1, 10 * MILLI)).isTrue();
        busy.work(Busy.ENOUGH / 2 - 1);
        assertThat(after(1, 10 * MILLI)).isFalse();
        busy.work(Busy.ENOUGH - 1);
        assertThat(after(1, 10 * MILLI)).isFalse();
    }

    @Test
    void onePollPassesAfterAWhileWhateverTheNumbersSay() {
        busy.work(Busy.ENOUGH);
        after(4, 10 * MILLI);
        int passed = 0;
        for (int n = 0; n < 100; n++) {
            passed += after(1, 10 * MILLI) ? 0 : 1;
        }

        assertThat(passed).as("in a second").isBetween(8, 11);
    }

    @Test
    void oneThatDoesNotAnswerAtAllIsLate() {
        busy.work(Busy.ENOUGH);
        assertThat(busy.enough(loop::add)).isFalse();

        now += Busy.LATE_NANOS;

        assertThat(busy.enough(loop::add)).isTrue();
        assertThat(loop).as("asked once").hasSize(1);
    }
}
