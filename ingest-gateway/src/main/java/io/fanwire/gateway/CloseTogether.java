package io.fanwire.gateway;

import io.fanwire.runtime.Threads;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Closes parts that know nothing of each other at the same time: each waits until a broker has answered what it asked last. */
final class CloseTogether {
    private CloseTogether() {}

    /** Returns when all are closed. Throws what one threw, once the others are closed too. */
    static void all(List<Runnable> closes) {
        ExecutorService threads = Executors.newFixedThreadPool(closes.size(), Threads.daemons("gateway-close"));
        try {
            CompletableFuture<?>[] closed = closes.stream()
                    .map(close -> CompletableFuture.runAsync(close, threads))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(closed).join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw failed;
        } finally {
            threads.shutdown();
        }
    }
}
