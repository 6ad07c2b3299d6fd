package io.fanwire.bench.speed;

import io.fanwire.bench.inner.InnerBench;
import java.util.List;

/** What can be measured. */
public final class Speed {
    private Speed() {}

    /** The commands that measure, for a command line. */
    public static List<Object> commands() {
        return List.of(
                new PublishBench(),
                new RouteBench(),
                new IndexBench(),
                new LatencyBench(),
                new KillBench(),
                new WideBench(),
                new ChainBench(),
                new InnerBench());
    }
}
