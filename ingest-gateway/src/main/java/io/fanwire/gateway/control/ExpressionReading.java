package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Reads and runs expressions away from the event loop, as a long one takes tens of milliseconds; a few of a tenant at a time. Any thread
 * may use it.
 */
public final class ExpressionReading {
    private static final int MOST_OF_A_TENANT = 4;

    private final Executor executor;
    private final Map<String, Integer> running = new ConcurrentHashMap<>();

    /** {@code executor}: refuses what it has no room for. */
    public ExpressionReading(Executor executor) {
        this.executor = executor;
    }

    /** What comes of it, or a problem where there is no room for it now. */
    <T> CompletionStage<Checked<T>> run(String tenant, Supplier<T> work) {
        if (running.merge(tenant, 1, Integer::sum) > MOST_OF_A_TENANT) {
            left(tenant);
            return CompletableFuture.completedStage(
                    Checked.refused(Problem.of(429, "rate_limited", "Expressions of this tenant are being read.")
                            .with("Retry-After", "1")));
        }
        try {
            return CompletableFuture.supplyAsync(work, executor)
                    .<Checked<T>>thenApply(Checked::ok)
                    .whenComplete((done, failure) -> left(tenant));
        } catch (RejectedExecutionException full) {
            left(tenant);
            return CompletableFuture.completedStage(Checked.refused(Problem.overloaded()));
        }
    }

    private void left(String tenant) {
        running.computeIfPresent(tenant, (same, count) -> count == 1 ? null : count - 1);
    }

    /** Reads the expressions of a body, so that it is known what they come to when the body is read; or a problem. */
    CompletionStage<Optional<Problem>> of(String tenant, JsonNode body) {
        List<Runnable> unread = ExpressionReader.unread(body);
        return unread.isEmpty()
                ? CompletableFuture.completedStage(Optional.empty())
                : run(tenant, () -> {
                            unread.forEach(Runnable::run);
                            return true;
                        })
                        .thenApply(read -> read.fold(done -> Optional.empty(), Optional::of));
    }
}
