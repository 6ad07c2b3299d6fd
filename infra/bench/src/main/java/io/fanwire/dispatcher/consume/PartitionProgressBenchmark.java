package io.fanwire.dispatcher.consume;

import io.fanwire.bench.inner.Proof;
import io.fanwire.bench.inner.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A partition with a thousand open deliveries, which end in an order of their own: each thousand in the same random one, while the next
 * thousand is received.
 */
@State(Scope.Thread)
public class PartitionProgressBenchmark {
    private static final int OPEN = 1_000;

    private final PartitionProgress progress = new PartitionProgress(1, 0, ProgressMap.EMPTY);
    private final int[] order = shuffled();
    private long received;

    /** Half of a thousand is done. */
    public PartitionProgressBenchmark() {
        while (received < OPEN) {
            progress.received(received++, Samples.ORDER.size());
        }
        for (int n = 0; n < OPEN / 2; n++) {
            passed();
        }
    }

    @Benchmark
    public long passed() {
        progress.received(received, Samples.ORDER.size());
        Proof.that(progress.done(ending()), "it was open");
        received++;
        return progress.mark();
    }

    @Benchmark
    public OffsetAndMetadata commit() {
        OffsetAndMetadata commit = progress.toCommit();
        progress.committed();
        return commit;
    }

    @TearDown
    public void prove() {
        Proof.that(progress.open() == OPEN, "a thousand are open");
        Done done = Done.of(progress.toCommit());
        long begun = (received - OPEN) / OPEN * OPEN;
        Proof.that(done.mark() >= begun, "the mark follows");
        for (int n = 0; n < OPEN; n++) {
            boolean over = n < (received - OPEN) % OPEN;
            Proof.that(done.contains(begun + order[n]) == over, "what is done is committed, and nothing else");
        }
    }

    /** The one that ends when the next is received. */
    private long ending() {
        long before = received - OPEN;
        return before / OPEN * OPEN + order[(int) (before % OPEN)];
    }

    private static int[] shuffled() {
        List<Integer> order = new ArrayList<>(IntStream.range(0, OPEN).boxed().toList());
        Collections.shuffle(order, new Random(1));
        return order.stream().mapToInt(Integer::intValue).toArray();
    }
}
