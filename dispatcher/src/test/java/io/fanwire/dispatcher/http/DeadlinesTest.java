package io.fanwire.dispatcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.fixture.ManualLoop;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.dispatcher.fixture.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DeadlinesTest {
    private final ManualLoop loop = new ManualLoop();
    private final Deadlines deadlines = new Deadlines(
            loop, () -> Duration.between(Samples.NOW, loop.instant()).toNanos());
    private final List<String> expired = new ArrayList<>();

    private Deadlines.Deadline in(long millis, String name) {
        return deadlines.in(millis, () -> expired.add(name));
    }

    @Test
    void eachExpiresAtItsTimeUnlessItIsCancelledBefore() {
        in(1000, "a");
        Deadlines.Deadline cancelled = in(1000, "b");
        in(500, "c");
        loop.advance(Duration.ofMillis(499));
        cancelled.cancel();
        in(1000, "d");

        assertThat(expired).isEmpty();
        loop.advance(Duration.ofMillis(1));
        assertThat(expired).containsExactly("c");
        loop.advance(Duration.ofMillis(500));
        assertThat(expired).containsExactly("c", "a");
        loop.advance(Duration.ofMillis(499));
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

        loop.advance(Duration.ofMillis(20));

        assertThat(expired).containsExactly("again");
    }

    @Test
    void nothingIsKeptOfLengthsThatNobodyWaitsFor() {
        for (int n = 1; n <= 1000; n++) {
            in(n, "x").cancel();
        }
        loop.advance(Duration.ofSeconds(2));

        assertThat(deadlines.lines()).isZero();
        assertThat(expired).isEmpty();
    }

    @Test
    void whateverComesAndGoesExactlyThoseExpireThatAreNotCancelledInTime() {
        long seed = Seeds.SEED;
        SplittableRandom random = new SplittableRandom(seed);
        List<Instant> wanted = new ArrayList<>();
        List<Instant> came = new ArrayList<>();
        for (int n = 0; n < 20_000; n++) {
            long millis = 1 + random.nextInt(4) * 700L;
            Instant due = loop.instant().plusMillis(millis);
            Deadlines.Deadline deadline = deadlines.in(millis, () -> came.add(loop.instant()));
            if (random.nextInt(10) < 9) {
                loop.schedule(deadline::cancel, random.nextLong(millis), java.util.concurrent.TimeUnit.MILLISECONDS);
            } else {
                wanted.add(due);
            }
            loop.advance(Duration.ofMillis(random.nextInt(3)));
        }
        loop.advance(Duration.ofSeconds(5));

        assertThat(came).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(wanted);
    }
}
