package io.fanwire.dispatcher.lane;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The lanes of one worker.
 *
 * <pre>
 *   job ─▶ too early? waits for its time ─▶ lane full? ── yes ──▶ Defer
 *             │ no: waits its turn, at most one attempt deadline, then Defer
 *          subscription? ── deleted ──▶ Cancel      ── broken, paused ──▶ Suspend      ── copy behind ──▶ asks again soon
 *             │ found
 *          too old? ── yes ──▶ DeadLetter(expired)
 *             │ no
 *          breaker open, pause, pace? ── soon over ──▶ waits      ── later ──▶ Defer
 *             │ none
 *          attempt ──▶ outcome ──▶ Verdict ──▶ Finished, back to the worker
 * </pre>
 *
 * Confined to one event loop.
 */
public final class CallbackLanes {
    private static final long RECHECK_MILLIS = 20;
    private static final long SWEEP_MILLIS = 500;

    private final ScheduledExecutorService loop;
    private final InstantSource clock;
    private final LaneSettings settings;
    private final LaneParts parts;
    private final Consumer<Finished> finished;
    private final Attempts attempts;
    private final Verdict verdict;
    private final Waiting all;
    private final Early early;
    private final Busy busy;
    private final Patience patience;
    private final Map<LaneId, CallbackLane> lanes = new HashMap<>();
    private boolean sweeping;
    private int idle; // of those that wait in lanes, when it was looked last: what keeps nobody busy

    /**
     * No lanes yet; each appears with its first job.
     *
     * @param loop runs every call of this object
     * @param finished takes jobs back; must not block
     */
    public CallbackLanes(
            ScheduledExecutorService loop,
            InstantSource clock,
            LaneSettings settings,
            LaneParts parts,
            Consumer<Finished> finished) {
        this.loop = loop;
        this.clock = clock;
        this.settings = settings;
        this.parts = parts;
        this.finished = finished;
        this.attempts = new Attempts(parts.callbacks(), parts.client(), parts.lease());
        this.verdict = new Verdict(parts.failures(), parts.standstill(), parts.metrics(), settings.suspendedFor());
        this.all = new Waiting(settings.waitingAll());
        this.busy = new Busy(parts.nanos());
        this.patience = new Patience(settings.patience());
        this.early = new Early(loop, parts.random(), settings.patience(), parts.callbacks(), all, this::enter);
    }

    /** Takes jobs that are due, or will be within moments: those wait on a timer. */
    public void accept(List<Job> jobs) {
        Instant now = clock.instant();
        jobs.forEach(job -> early.accept(job, now));
        tellWork();
    }

    private void tellWork() {
        busy.work(all.total() - early.size() - idle);
    }

    /** Partitions that are held up by what waits: any thread may tell. A lane that is behind sends theirs away sooner. */
    public void crowded(Set<TopicPartition> partitions) {
        patience.crowded(partitions);
    }

    /** Whether it has enough to do. */
    public Busy busy() {
        return busy;
    }

    /** Gives back what has not been sent of these partitions; what is on the wire finishes as usual. */
    public void release(Set<TopicPartition> revoked) {
        Consumer<Job> giveBack = job -> finished.accept(Finished.returned(job));
        early.remove(job -> revoked.contains(job.source().partition()), giveBack);
        attempts.withdraw(revoked);
        for (CallbackLane lane : List.copyOf(lanes.values())) {
            lane.queue().remove(waiter -> revoked.contains(waiter.job().source().partition()), giveBack);
            if (revoked.stream()
                    .anyMatch(partition -> partition.partition() == lane.id().partition())) {
                lane.release();
                lane.count(parts.metrics(), clock.instant());
            }
            tidy(lane);
        }
        tellWork();
    }

    private void enter(Waiter waiter) {
        CallbackLane lane = lanes.computeIfAbsent(
                LaneId.of(waiter.job()),
                id -> new CallbackLane(id, settings, parts.shares(), all, parts.places(), busy));
        Instant now = clock.instant();
        if (lane.offer(waiter, now)) {
            sweepLater();
            pump(lane);
        } else {
            sendAway(lane, waiter.job(), new Admission.Away(now, Admission.Why.FULL), now);
        }
    }

    private void pump(CallbackLane lane) {
        while (!lane.parked()) {
            Optional<Waiter> head = lane.queue().head();
            if (head.isEmpty() || !passes(lane, head.get().job())) {
                break;
            }
        }
        tidy(lane);
    }

    /** Answers whether the head is gone from the lane, so that the next one may be looked at. */
    private boolean passes(CallbackLane lane, Job job) {
        Delivery delivery = job.delivery();
        Lookup lookup = parts.callbacks().find(delivery.subscription(), delivery.subscriptionPosition());
        if (lookup instanceof Lookup.Found found) {
            return passes(lane, job, found.callback());
        }
        if (lookup instanceof Lookup.NotYet) {
            parkFor(lane, Duration.ofMillis(RECHECK_MILLIS));
            return false;
        }
        lane.queue().removeHead();
        finished.accept(Verdict.without(job, lookup, clock.instant()));
        return true;
    }

    private boolean passes(CallbackLane lane, Job job, Callback callback) {
        Instant now = clock.instant();
        Optional<NextStep> needless = verdict.needless(job.delivery(), callback, now);
        if (needless.isPresent()) {
            lane.queue().removeHead();
            finished.accept(Finished.without(job, needless.get()));
            return true;
        }
        Admission admission = lane.admission(callback.subscription(), job.delivery(), now);
        if (admission instanceof Admission.Away away) {
            Subscription subscription = callback.subscription();
            lane.queue()
                    .remove(
                            away.concerns(subscription, now),
                            waiting -> sendAway(lane, waiting, away.of(waiting, subscription), now));
            return true;
        }
        if (admission instanceof Admission.Wait wait) {
            parkFor(lane, Duration.between(now, wait.until()).plusMillis(1));
            return false;
        }
        if (admission instanceof Admission.Full) {
            return false;
        }
        if (parts.places().full()) {
            lane.park(true);
            parts.places().await(() -> goOn(lane));
            return false;
        }
        lane.queue().removeHead();
        if (parts.lease().valid()) {
            attempt(lane, job, callback, now);
        } else {
            finished.accept(Finished.returned(job));
        }
        return true;
    }

    private void attempt(CallbackLane lane, Job job, Callback callback, Instant startedAt) {
        int term = lane.started(startedAt);
        parts.places().take();
        long start = parts.nanos().getAsLong();
        attempts.begin(job, callback, (outcome, ours) -> {
            parts.places().free();
            if (outcome.isPresent()) {
                Duration took = Duration.ofNanos(parts.nanos().getAsLong() - start);
                Finished.Report report =
                        new Finished.Report(outcome.get(), startedAt, took, Optional.of(callback.url()));
                Finished end = verdict.after(lane, job, report, callback, term, clock.instant());
                finished.accept(end);
                end.health().ifPresent(health -> suspendWaiting(lane, health));
            } else {
                lane.withdrawn();
                notSent(lane, job, ours);
            }
            loop.execute(() -> placeIsFree(lane));
        });
    }

    /** Nothing was sent: the subscription ended, or its copy fell behind, or the worker may not send any more. */
    private void notSent(CallbackLane lane, Job job, boolean ours) {
        Delivery delivery = job.delivery();
        Lookup lookup = parts.callbacks().find(delivery.subscription(), delivery.subscriptionPosition());
        if (!ours || !parts.lease().valid()) {
            finished.accept(Finished.returned(job));
        } else if (lookup instanceof Lookup.Deleted) {
            finished.accept(Finished.without(job, new NextStep.Cancel()));
        } else {
            Instant now = clock.instant();
            sendAway(lane, job, new Admission.Away(now, Admission.Why.WAITED), now);
        }
    }

    private void suspendWaiting(CallbackLane lane, CallbackHealth health) {
        if (health instanceof CallbackHealth.Suspended suspended) {
            NextStep step = new NextStep.Suspend(suspended.reason());
            lane.queue().remove(waiter -> true, job -> finished.accept(Finished.without(job, step)));
        }
    }

    private void sendAway(CallbackLane lane, Job job, Admission.Away away, Instant now) {
        parts.metrics().sentAway(away.why());
        finished.accept(Finished.without(job, new NextStep.Defer(lane.returnTime(away.until(), now))));
    }

    private void placeIsFree(CallbackLane lane) {
        parts.places().serve();
        pump(lane);
        tellWork();
    }

    private void parkFor(CallbackLane lane, Duration time) {
        lane.park(true);
        loop.schedule(() -> goOn(lane), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void goOn(CallbackLane lane) {
        lane.park(false);
        pump(lane);
    }

    /** One timer for all lanes, while there are any: sends away what waited too long, and forgets lanes. */
    private void sweepLater() {
        if (!sweeping) {
            sweeping = true;
            loop.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void sweep() {
        sweeping = false;
        Instant now = clock.instant();
        Admission.Away tooLong = new Admission.Away(now, Admission.Why.WAITED);
        idle = 0;
        for (CallbackLane lane : List.copyOf(lanes.values())) {
            patience.end(lane.queue(), now, job -> sendAway(lane, job, tooLong, now));
            lane.count(parts.metrics(), now);
            idle += lane.queue().brisk(now) ? 0 : lane.queue().size();
            tidy(lane);
        }
        tellWork();
        if (!lanes.isEmpty()) {
            sweepLater();
        }
    }

    private void tidy(CallbackLane lane) {
        if (lane.forgettable(clock.instant())) {
            lanes.remove(lane.id(), lane);
        }
    }
}
