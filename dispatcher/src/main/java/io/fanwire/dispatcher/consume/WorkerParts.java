package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.lane.CallbackLanes;
import io.fanwire.dispatcher.lane.Finished;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What a worker works with besides its two clients.
 *
 * @param loop runs the lanes
 * @param finished what the lanes give back
 * @param witness told what brokers say the time is
 * @param lease renewed by every poll; without it no attempt starts
 * @param room for records handed out at the same time; above it nothing is polled
 * @param drain longest wait for attempts in flight before partitions are given up
 * @param work of the partitions' owner besides deliveries, the suspender's included; this worker's own
 * @param examination of the process
 * @param pulse of the worker's thread
 * @param suspender writes down which subscriptions stand still
 * @param ordering for deliveries whose order matters
 */
record WorkerParts(
        Topics topics,
        Intake intake,
        Consequences consequences,
        CallbackLanes lanes,
        Executor loop,
        BlockingQueue<Finished> finished,
        InstantSource clock,
        Consumer<Instant> witness,
        PollLease lease,
        DispatchMetrics metrics,
        Backpressure.Room room,
        Duration drain,
        List<PartitionWork> work,
        Suspender suspender,
        Ordering ordering,
        Examination examination,
        Pulse pulse) {
    WorkerParts {
        work = List.copyOf(work);
    }

    /** The next finished job, for which it waits so long; empty when there is none, or the thread is asked to stop. */
    Optional<Finished> awaitFinished(Duration atMost) {
        try {
            return Optional.ofNullable(finished.poll(atMost.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
