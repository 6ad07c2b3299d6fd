package io.fanwire.gateway;

import io.fanwire.runtime.Threads;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Starts parts that know nothing of each other at the same time: each mostly waits for brokers. */
final class StartTogether {
    private StartTogether() {}

    /** Returns when all have started. Throws what the first of them that failed threw; the others are interrupted. */
    static void all(List<Runnable> starts) {
        ExecutorService threads = Executors.newFixedThreadPool(starts.size(), Threads.daemons("gateway-start"));
        try {
            List<? extends Future<?>> begun =
                    starts.stream().map(threads::submit).toList();
            for (Future<?> start : begun) {
                await(start);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(Future<?> start) {
        try {
            start.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException("a part of the gateway did not start", failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the gateway was starting", e);
        }
    }
}
