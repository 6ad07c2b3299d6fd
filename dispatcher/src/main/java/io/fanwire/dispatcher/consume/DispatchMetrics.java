package io.fanwire.dispatcher.consume;

import com.codahale.metrics.Counter;
import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.lane.Finished;
import io.fanwire.runtime.Metrics;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/** What a dispatcher counts. Counters may be raised by any thread. */
public final class DispatchMetrics {
    private static final double[] ATTEMPT_BOUNDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30
    };
    private static final double[] DELIVERY_BOUNDS = {
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600, 86400
    };
    private static final double[] COMMIT_BOUNDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5};

    private final Counter attempts;
    private final Counter delivered;
    private final Counter retried;
    private final Counter deferred;
    private final Counter deadLettered;
    private final Counter cancelled;
    private final Counter suspended;
    private final Counter poison;
    private final Counter stale;
    private final Counter fromBeginning;
    private final Counter stopped;
    private final Counter mapsIgnored;
    private final Counter doneBefore;
    private final Counter rebuilt;
    private final Counter stuck;
    private final Histogram attemptSeconds;
    private final Histogram deliverySeconds;
    private final Histogram commitSeconds;
    private final Metrics metrics;

    public DispatchMetrics(Metrics metrics) {
        this.metrics = metrics;
        attempts = metrics.counter("dispatcher.attempts", "Attempts that ended, in whatever way.");
        delivered = metrics.counter("dispatcher.delivered", "Deliveries that a callback took.");
        retried = metrics.counter("dispatcher.retries", "Deliveries handed to a retry topic after an attempt.");
        deferred = metrics.counter("dispatcher.deferred", "Deliveries handed to a retry topic without an attempt.");
        deadLettered = metrics.counter("dispatcher.dead_letters", "Deliveries that became dead letters.");
        cancelled = metrics.counter("dispatcher.cancelled", "Deliveries whose subscription had ended.");
        suspended = metrics.counter(
                "dispatcher.suspended", "Deliveries put aside because their callback gets nothing for now.");
        poison = metrics.counter("dispatcher.poison", "Records that were no deliveries.");
        stale = metrics.counter("dispatcher.stale", "Attempts that ended after their partition was given up.");
        fromBeginning = metrics.counter(
                "dispatcher.partitions.from_beginning",
                "Partitions that had no committed offset when they were taken.");
        stopped = metrics.counter(
                "dispatcher.partitions.stopped", "Partitions that stand still because their offset is out of range.");
        mapsIgnored = metrics.counter(
                "dispatcher.maps.ignored",
                "Progress maps that could not be read when their partition was taken: what they claimed is sent again.");
        doneBefore = metrics.counter(
                "dispatcher.records.done_before",
                "Records passed over that were done before their turn: by an earlier owner, as its map says, or as poison.");
        rebuilt = metrics.counter("dispatcher.workers.rebuilt", "Workers that started over after a failure.");
        stuck = metrics.counter(
                "dispatcher.workers.stuck", "Workers whose thread stood still, for which the process ended.");
        attemptSeconds = metrics.histogram(
                "dispatcher.attempt.seconds", "Duration of an attempt, name look-up to last byte.", ATTEMPT_BOUNDS);
        deliverySeconds = metrics.histogram(
                "dispatcher.delivery.seconds",
                "From the event's acceptance to the end of the attempt that delivered it.",
                DELIVERY_BOUNDS);
        commitSeconds = metrics.histogram("dispatcher.commit.seconds", "Duration of a transaction.", COMMIT_BOUNDS);
    }

    /** Declares the attempts in flight, read when asked for. */
    public void inFlight(DoubleSupplier count) {
        metrics.gauge("dispatcher.inflight", "Attempts in flight.", count);
    }

    /** Declares the deliveries that are held, read when asked for. */
    public void held(DoubleSupplier count) {
        metrics.gauge("dispatcher.held", "Deliveries among the held: behind another of their ordered lane.", count);
    }

    /** Declares how far the machine's clock is ahead, read when asked for. */
    public void clock(DoubleSupplier seconds) {
        metrics.gauge(
                "dispatcher.clock.ahead.seconds",
                "How far the machine's clock is ahead of the time that the dispatcher goes by, which does not jump with it.",
                seconds);
    }

    void count(Finished finished, NextStep step, Instant now) {
        finished.report().ifPresent(report -> {
            attempts.inc();
            attemptSeconds.observe(seconds(report.took()));
        });
        step.fold(new NextStep.Cases<Integer>() {
            @Override
            public Integer complete(NextStep.Complete complete) {
                deliverySeconds.observe(seconds(
                        Duration.between(finished.job().delivery().progress().firstSeen(), now)));
                return up(delivered);
            }

            @Override
            public Integer retry(NextStep.Retry retry) {
                return up(retried);
            }

            @Override
            public Integer defer(NextStep.Defer defer) {
                return up(deferred);
            }

            @Override
            public Integer deadLetter(NextStep.DeadLetter deadLetter) {
                return up(deadLettered);
            }

            @Override
            public Integer suspend(NextStep.Suspend suspend) {
                return up(suspended);
            }

            @Override
            public Integer cancel(NextStep.Cancel cancel) {
                return up(cancelled);
            }
        });
    }

    void committed(Duration took) {
        commitSeconds.observe(seconds(took));
    }

    Counter poison() {
        return poison;
    }

    Counter stale() {
        return stale;
    }

    Counter fromBeginning() {
        return fromBeginning;
    }

    Counter stopped() {
        return stopped;
    }

    Counter mapsIgnored() {
        return mapsIgnored;
    }

    Counter doneBefore() {
        return doneBefore;
    }

    Counter rebuilt() {
        return rebuilt;
    }

    Counter stuck() {
        return stuck;
    }

    private static int up(Counter counter) {
        counter.inc();
        return 1;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
