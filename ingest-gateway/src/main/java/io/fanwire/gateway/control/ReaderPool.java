package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.Threads;
import io.fanwire.schemas.RegistryUnavailableException;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads Kafka on two threads of its own, each with one scan at a time, which is kept for the next call. Any thread may use it. */
final class ReaderPool<S extends ReaderPool.Scan> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderPool.class);
    private static final int READERS = 2;
    private static final int MOST_WAITING = 50;

    private final String what;
    private final Supplier<S> scans;
    private final Queue<S> idle = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor reading;

    /** Something with a consumer. Used by one thread at a time. */
    interface Scan extends AutoCloseable {
        @Override
        void close();
    }

    /** {@code what}: what is read, in the plural. */
    ReaderPool(String threads, String what, Supplier<S> scans) {
        this.what = what;
        this.scans = scans;
        this.reading = new ThreadPoolExecutor(
                READERS,
                READERS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Threads.daemons(threads));
    }

    <T> CompletionStage<Checked<T>> read(Function<S, Checked<T>> work) {
        try {
            return CompletableFuture.supplyAsync(() -> readNow(work), reading);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedStage(Checked.refused(Problem.overloaded()));
        }
    }

    /** A scan that failed is not used again. */
    private <T> Checked<T> readNow(Function<S, Checked<T>> work) {
        S known = idle.poll();
        S scan = known == null ? scans.get() : known;
        try {
            Checked<T> result = work.apply(scan);
            idle.add(scan);
            return result;
        } catch (KafkaException | RegistryUnavailableException failed) {
            LOG.atWarn()
                    .addKeyValue("what", what)
                    .addKeyValue("error", failed.toString())
                    .log("a topic cannot be read");
            scan.close();
            return Checked.refused(Problem.unavailable("The " + what + " cannot be read now."));
        }
    }

    @Override
    public void close() {
        reading.shutdown();
        try {
            if (!reading.awaitTermination(5, TimeUnit.SECONDS)) {
                reading.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (S scan = idle.poll(); scan != null; scan = idle.poll()) {
            scan.close();
        }
    }
}
