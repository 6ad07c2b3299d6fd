package io.fanwire.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DeadlinesTest {
    private static final long SEED = Long.getLong("fanwire.seed", 1);

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final Deadlines deadlines = new Deadlines(loop.eventLoop(), () -> TimeUnit.MILLISECONDS.toNanos(this.now));
    private final List<String> expired = new ArrayList<>();

    private long now;

    DeadlinesTest() {
        loop.freezeTime();
    }

    /** A millisecond after the other, so that every timer runs at its time. */
    private void advance(long millis) {
        for (long end = now + millis; now < end; ) {
            now++;
            loop.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            loop.runScheduledPendingTasks();
        }
    }

    private Deadlines.Deadline in(long millis, String name) {
        return deadlines.in(millis, () -> expired.add(name));
    }

    @Test
    void eachExpiresAtItsTimeUnlessItIsCancelledBefore() {
        in(1000, "a");
        Deadlines.Deadline cancelled = in(1000, "b");
        in(500, "c");
        advance(499);
        cancelled.cancel();
        in(1000, "d");

        assertThat(expired).isEmpty();
        advance(1);
        assertThat(expired).containsExactly("c");
        advance(500);
        assertThat(expired).containsExactly("c", "a");
        advance(499);
        assertThat(expired).containsExactly("c", "a", "d");
    }

    @Test
    void oneThatExpiresMayCancelAndAddOthers() {
        List<Deadlines.Deadline> next = new ArrayList<>();
        deadlines.in(10, () -> {
            next.get(0).cancel();
            in(10, "again");
        });
        next.add(in(10, "cancelled"));

        advance(20);

        assertThat(expired).containsExactly("again");
    }

    @Test
    void nothingIsKeptOfLengthsThatNobodyWaitsFor() {
        for (int n = 1; n <= 1000; n++) {
            in(n, "x").cancel();
        }
        advance(2000);

        assertThat(deadlines.lines()).isZero();
        assertThat(expired).isEmpty();
    }

    @Test
    void whateverComesAndGoesExactlyThoseExpireThatAreNotCancelledInTime() {
        long seed = SEED;
        SplittableRandom random = new SplittableRandom(seed);
        List<Long> wanted = new ArrayList<>();
        List<Long> came = new ArrayList<>();
        for (int n = 0; n < 20_000; n++) {
            long millis = 1 + random.nextInt(4) * 700L;
            long due = now + millis;
            Deadlines.Deadline deadline = deadlines.in(millis, () -> came.add(now));
            if (random.nextInt(10) < 9) {
                loop.eventLoop().schedule(deadline::cancel, random.nextLong(millis), TimeUnit.MILLISECONDS);
            } else {
                wanted.add(due);
            }
            advance(random.nextInt(3));
        }
        advance(5000);

        assertThat(came).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(wanted);
    }
}
