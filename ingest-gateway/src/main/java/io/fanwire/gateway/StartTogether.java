package io.fanwire.gateway;

import io.fanwire.runtime.Threads;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Starts parts that know nothing of each other at the same time: each mostly waits for brokers. */
final class StartTogether {
    private static final int GIVES_UP_WITHIN_SECONDS = 10;

    private StartTogether() {}

    /** Returns when all have started. Throws what the first that failed threw, once the others were interrupted and have ended. */
    static void all(List<Runnable> starts) {
        ExecutorService threads = Executors.newFixedThreadPool(starts.size(), Threads.daemons("gateway-start"));
        try {
            CompletionService<Void> done = new ExecutorCompletionService<>(threads);
            starts.forEach(start -> done.submit(start, null));
            for (int ended = 0; ended < starts.size(); ended++) {
                done.take().get();
            }
        } catch (ExecutionException failed) {
            throw rethrown(failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the gateway was starting", e);
        } finally {
            end(threads);
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known
                ? known
                : new IllegalStateException("a part of the gateway did not start", cause);
    }

    private static void end(ExecutorService threads) {
        threads.shutdownNow();
        try {
            threads.awaitTermination(GIVES_UP_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
