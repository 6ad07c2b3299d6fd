package io.fanwire.bench.speed;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What a part of a round costs, from when this is made until the sink has what it is to have. Owned by the thread that measures. */
final class Stretch {
    /** Without anything new for so long, the rest does not come any more. */
    private static final Duration STALLS = Duration.ofSeconds(40);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final Duration LAST_COMMITS = Duration.ofMillis(500);

    private final ChainRun run;
    private final String lane;
    private final SinkCounts counts;
    private final ChainMemory.Mark memory;
    private final ChainCosts costs;
    private final long began;

    /** Begins now; {@code lane}: as the sink knows it. */
    Stretch(ChainRun run, String lane) {
        this(run, lane, ChainMemory.Mark.now(run));
    }

    /** Likewise, with a mark made earlier: a service that is frozen tells nothing. */
    Stretch(ChainRun run, String lane, ChainMemory.Mark memory) {
        this.run = run;
        this.lane = lane;
        this.memory = memory;
        this.counts = run.sink().counts(lane);
        this.costs = ChainCosts.now(run);
        this.began = System.nanoTime();
    }

    /** Waits until the sink has so many pairs of a lane, or nothing comes any more; answers how many it has. */
    static long await(ChainRun run, String lane, long pairs) {
        long seen = run.sink().counts(lane).distinct();
        long last = System.nanoTime();
        while (seen < pairs && System.nanoTime() - last < STALLS.toNanos()) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            long now = run.sink().counts(lane).distinct();
            if (now > seen) {
                seen = now;
                last = System.nanoTime();
            }
        }
        return seen;
    }

    /** Waits until the sink has so many pairs in all, and says what they have cost since this began. */
    ChainRow row(int round, long pairs) {
        await(run, lane, pairs);
        double seconds = (System.nanoTime() - began) / 1e9;
        LockSupport.parkNanos(LAST_COMMITS.toNanos());
        ChainCosts taken = ChainCosts.now(run).since(costs);
        SinkCounts now = run.sink().counts(lane);
        long came = now.distinct() - counts.distinct();
        long each = Math.max(1, came);
        return new ChainRow(
                lane,
                round,
                came,
                seconds,
                taken.each(each),
                memory.until(ChainMemory.Mark.now(run), each),
                now.requests() - counts.requests() - came,
                pairs - now.distinct());
    }
}
