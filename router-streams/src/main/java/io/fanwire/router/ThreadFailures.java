package io.fanwire.router;

import io.fanwire.runtime.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread ends by an exception: a new one takes its place after a pause. Failures that a retry can heal may
 * go on as long as they like; too many others within a minute end the router, so that its process is started anew.
 *
 * <p>Guarded by its monitor: several stream threads may fail at once, and nothing waits here but threads that are already lost.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {
    static final int MOST_PER_MINUTE = 5;

    private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Backoff backoff;
    private final Consumer<Duration> pause;
    private final Deque<Instant> recent = new ArrayDeque<>();
    private final Deque<Instant> serious = new ArrayDeque<>();

    ThreadFailures(InstantSource clock, Backoff backoff, Consumer<Duration> pause) {
        this.clock = clock;
        this.backoff = backoff;
        this.pause = pause;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        Instant now = clock.instant();
        if (inLastMinute(recent, now) == 0) {
            backoff.reset();
        }
        recent.add(now);
        boolean passing = willPass(failure);
        if (!passing) {
            inLastMinute(serious, now);
            serious.add(now);
        }
        boolean end = serious.size() > MOST_PER_MINUTE;
        LOG.atError()
                .addKeyValue("willPass", passing)
                .setCause(failure)
                .log(end ? "stream threads keep failing; the router ends" : "stream thread failed and is replaced");
        if (end) {
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        pause.accept(backoff.next());
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static int inLastMinute(Deque<Instant> times, Instant now) {
        times.removeIf(time -> time.isBefore(now.minus(MINUTE)));
        return times.size();
    }

    private static boolean willPass(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (Patience.willPass(each) || each instanceof StreamThreadConsumer.TransactionLostException) {
                return true;
            }
        }
        return false;
    }
}
