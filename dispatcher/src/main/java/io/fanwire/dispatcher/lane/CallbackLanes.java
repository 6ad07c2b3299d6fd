package io.fanwire.dispatcher.lane;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.callbacks.Callbacks;
import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.delivery.RetryRules;
import io.fanwire.dispatcher.http.CallbackClient;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lanes of one worker.
 *
 * <pre>
 *   job ─▶ lane full? ── yes ──▶ Defer
 *             │ no: waits its turn
 *          subscription? ── deleted ──▶ Cancel      ── copy behind ──▶ asks again soon, at last Defer
 *             │ found
 *          too old? ── yes ──▶ DeadLetter(expired)
 *             │ no
 *          attempt ──▶ outcome ──▶ RetryRules ──▶ Finished, back to the worker
 * </pre>
 *
 * Confined to one event loop.
 */
public final class CallbackLanes {
    private static final Logger log = LoggerFactory.getLogger(CallbackLanes.class);
    private static final long RECHECK_MILLIS = 20;

    private final ScheduledExecutorService loop;
    private final LaneSettings settings;
    private final Callbacks callbacks;
    private final CallbackClient client;
    private final Consumer<Finished> finished;
    private final InstantSource clock;
    private final Map<SubscriptionKey, CallbackLane> lanes = new HashMap<>();
    private final Map<Source, Job> early = new HashMap<>();
    private final Places places;

    /**
     * No lanes yet; each appears with its first job.
     *
     * @param loop runs every call of this object
     * @param finished takes jobs back; must not block
     * @param places for attempts, shared with the lanes before these
     */
    public CallbackLanes(
            ScheduledExecutorService loop,
            LaneSettings settings,
            Callbacks callbacks,
            CallbackClient client,
            Consumer<Finished> finished,
            InstantSource clock,
            Places places) {
        this.loop = loop;
        this.settings = settings;
        this.callbacks = callbacks;
        this.client = client;
        this.finished = finished;
        this.clock = clock;
        this.places = places;
    }

    /** Takes jobs that are due, or will be within moments: those wait on a timer. */
    public void accept(List<Job> jobs) {
        Instant now = clock.instant();
        for (Job job : jobs) {
            Duration ahead = Duration.between(now, job.delivery().progress().due());
            if (ahead.isNegative() || ahead.isZero()) {
                enter(job, now);
            } else {
                early.put(job.source(), job);
                loop.schedule(() -> nowDue(job.source()), ahead.toMillis() + 1, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Unless it was given back in the meantime. */
    private void nowDue(Source source) {
        Optional.ofNullable(early.remove(source)).ifPresent(job -> enter(job, clock.instant()));
    }

    /** Gives back what has not started of these partitions; what is in flight finishes as usual. */
    public void release(Set<TopicPartition> revoked) {
        Predicate<Job> unstarted = job -> revoked.contains(job.source().partition());
        Consumer<Job> giveBack = job -> finished.accept(Finished.returned(job));
        List<Job> tooEarly = early.values().stream().filter(unstarted).toList();
        tooEarly.forEach(job -> early.remove(job.source()));
        tooEarly.forEach(giveBack);
        for (CallbackLane lane : List.copyOf(lanes.values())) {
            lane.remove(unstarted, giveBack);
            tidy(lane);
        }
    }

    private void enter(Job job, Instant now) {
        CallbackLane lane =
                lanes.computeIfAbsent(job.delivery().subscription(), key -> new CallbackLane(key, settings.waiting()));
        if (lane.offer(job, now)) {
            pump(lane);
        } else {
            finished.accept(Finished.without(job, new NextStep.Defer(now.plus(settings.deferral()))));
        }
    }

    private void pump(CallbackLane lane) {
        while (!lane.parked()) {
            Optional<Job> head = lane.head();
            if (head.isEmpty()) {
                break;
            }
            Delivery delivery = head.get().delivery();
            Lookup lookup = callbacks.find(delivery.subscription(), delivery.subscriptionPosition());
            if (lookup instanceof Lookup.Found found) {
                if (lane.inFlight() >= limit(found.callback().subscription())) {
                    break;
                }
                if (places.full()) {
                    lane.park(true);
                    places.await(() -> goOn(lane));
                    break;
                }
                lane.removeHead();
                attempt(lane, head.get(), found.callback());
            } else if (lookup instanceof Lookup.Broken broken) {
                lane.removeHead();
                refuse(
                        head.get(),
                        new AttemptOutcome.Failed(ErrorClass.SETUP, Optional.empty(), Optional.of(broken.why())));
            } else if (lookup instanceof Lookup.Forbidden forbidden) {
                lane.removeHead();
                refuse(head.get(), new AttemptOutcome.Blocked(forbidden.rule()));
            } else if (lookup instanceof Lookup.Deleted) {
                lane.removeHead();
                finished.accept(Finished.without(head.get(), new NextStep.Cancel()));
            } else {
                recheckSoon(lane);
            }
        }
        tidy(lane);
    }

    private int limit(Subscription subscription) {
        return Math.min(subscription.maxInFlight(), settings.perLane());
    }

    private void attempt(CallbackLane lane, Job job, Callback callback) {
        Instant startedAt = clock.instant();
        Subscription.Retry retry = callback.subscription().retry();
        Optional<NextStep> tooOld = RetryRules.beforeAttempt(job.delivery(), retry, startedAt);
        if (tooOld.isPresent()) {
            finished.accept(Finished.without(job, tooOld.get()));
            return;
        }
        lane.started();
        places.take();
        long start = System.nanoTime();
        begin(callback, job).whenComplete((outcome, bug) -> {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            AttemptOutcome result = bug == null ? outcome : unexpected(job, bug);
            String url = callback.url().withoutQuery();
            Instant now = clock.instant();
            lane.ended(now);
            places.free();
            NextStep step = RetryRules.after(result, job.delivery(), retry, now);
            finished.accept(Finished.attempted(job, step, new Finished.Report(result, startedAt, took, url)));
            loop.execute(() -> placeIsFree(lane));
        });
    }

    private CompletionStage<AttemptOutcome> begin(Callback callback, Job job) {
        try {
            return client.attempt(callback, job.delivery());
        } catch (RuntimeException bug) {
            return CompletableFuture.failedFuture(bug);
        }
    }

    /** A bug must not lose a delivery: it counts as a failed attempt and is logged with its trace. */
    private static AttemptOutcome unexpected(Job job, @Nullable Throwable bug) {
        log.atError()
                .setCause(bug)
                .addKeyValue("delivery", job.delivery().id())
                .log("an attempt ended in an exception");
        return new AttemptOutcome.Failed(
                ErrorClass.SETUP, Optional.empty(), Optional.of("the request could not be made"));
    }

    /** An attempt that ended before anything was sent; on the usual schedule, since the subscription may be repaired. */
    private void refuse(Job job, AttemptOutcome outcome) {
        Instant now = clock.instant();
        NextStep step = RetryRules.after(outcome, job.delivery(), Subscription.Retry.DEFAULT, now);
        finished.accept(Finished.attempted(job, step, new Finished.Report(outcome, now, Duration.ZERO, "")));
    }

    private void placeIsFree(CallbackLane lane) {
        places.serve();
        pump(lane);
    }

    private void goOn(CallbackLane lane) {
        lane.park(false);
        pump(lane);
    }

    /** The copy of the subscriptions is behind this delivery; it catches up within moments, or the delivery stays away a while. */
    private void recheckSoon(CallbackLane lane) {
        lane.park(true);
        Instant since = clock.instant();
        loop.schedule(() -> recheck(lane, since), RECHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void recheck(CallbackLane lane, Instant since) {
        Optional<Job> head = lane.head();
        boolean behind = head.isPresent()
                && callbacks.find(
                                head.get().delivery().subscription(),
                                head.get().delivery().subscriptionPosition())
                        instanceof Lookup.NotYet;
        Instant now = clock.instant();
        if (behind && now.isBefore(since.plus(settings.patience()))) {
            loop.schedule(() -> recheck(lane, since), RECHECK_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        if (behind) {
            Instant due = now.plus(settings.deferral());
            lane.remove(job -> true, job -> finished.accept(Finished.without(job, new NextStep.Defer(due))));
        }
        goOn(lane);
    }

    private void tidy(CallbackLane lane) {
        if (lane.idle() && !lane.parked()) {
            lanes.remove(lane.key(), lane);
        }
    }
}
