package io.fanwire.dispatcher.lane;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.delivery.RetryRules;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an outcome means for the delivery and for its callback.
 *
 * <pre>
 *   delivered ─▶ well again        failed, blocked, throttled without a time ─▶ a failure for the breaker; for five days ─▶ suspended
 *   throttled until a time ─▶ the whole callback pauses        gone, its own set-up broken ─▶ suspended
 *   a fault of ours, no access token, a request that cannot be written ─▶ nothing to hold against it
 * </pre>
 *
 * Owned by the event loop.
 */
final class Verdict {
    private final KnownFailures known;
    private final Standstill standstill;
    private final LaneMetrics metrics;
    private final Duration suspendedFor;

    /** {@code suspendedFor} is the age from which on nothing is suspended any more. */
    Verdict(KnownFailures known, Standstill standstill, LaneMetrics metrics, Duration suspendedFor) {
        this.known = known;
        this.standstill = standstill;
        this.metrics = metrics;
        this.suspendedFor = suspendedFor;
    }

    /**
     * The step that makes an attempt needless: its subscription stands still, or the delivery is too old. What has stood still so long
     * that it could not be kept much longer is a dead letter.
     */
    Optional<NextStep> needless(Delivery delivery, Callback callback, Instant now) {
        Subscription subscription = callback.subscription();
        Optional<String> still = subscription.enabled()
                ? standstill.reason(subscription.key(), callback.position())
                : Optional.of(NextStep.Suspend.PAUSED);
        if (still.isEmpty()) {
            return RetryRules.beforeAttempt(delivery, subscription.retry(), now);
        }
        boolean keeps = delivery.progress().firstSeen().plus(suspendedFor).isAfter(now);
        return Optional.of(
                keeps ? new NextStep.Suspend(still.get()) : new NextStep.DeadLetter(NextStep.DeadLetter.SUSPENDED));
    }

    /** The end of a job whose subscription cannot be sent to. An address that is not sent to may be repaired: it stays on the schedule. */
    static Finished without(Job job, Lookup lookup, Instant now) {
        if (lookup instanceof Lookup.Broken broken) {
            AttemptOutcome outcome =
                    new AttemptOutcome.Failed(ErrorClass.SETUP, Optional.empty(), Optional.of(broken.why()));
            CallbackHealth health = new CallbackHealth.Suspended(NextStep.Suspend.SETUP, broken.position());
            return new Finished(
                    job,
                    Optional.of(new NextStep.Suspend(NextStep.Suspend.SETUP)),
                    Optional.of(nothingSent(outcome, now)),
                    Optional.of(health));
        }
        Optional<NextStep> nothing = RetryRules.nothingToSend(job.delivery());
        if (lookup instanceof Lookup.Forbidden && nothing.isPresent()) {
            return Finished.without(job, nothing.get());
        }
        if (lookup instanceof Lookup.Forbidden forbidden) {
            AttemptOutcome outcome = new AttemptOutcome.Blocked(forbidden.rule());
            NextStep step = RetryRules.after(outcome, job.delivery(), forbidden.retry(), now);
            return new Finished(job, Optional.of(step), Optional.of(nothingSent(outcome, now)));
        }
        return Finished.without(job, new NextStep.Cancel());
    }

    /**
     * The end of an attempt.
     *
     * @param term of the breaker when it began
     */
    Finished after(CallbackLane lane, Job job, Finished.Report report, Callback callback, int term, Instant now) {
        AttemptOutcome outcome = report.outcome();
        Subscription subscription = callback.subscription();
        lane.ended(subscription, outcome, report.took(), now);
        Optional<String> suspended = Optional.empty();
        Optional<CallbackHealth> health = health(lane, outcome, term, now);
        lane.count(metrics, now);
        NextStep step = RetryRules.after(outcome, job.delivery(), subscription.retry(), now);
        if (outcome instanceof AttemptOutcome.Gone) {
            suspended = Optional.of(NextStep.Suspend.GONE);
        } else if (step instanceof NextStep.Suspend suspend) {
            suspended = Optional.of(suspend.reason());
        } else if (lane.failingTooLong(now)) {
            suspended = Optional.of(NextStep.Suspend.FAILING);
            step = step instanceof NextStep.Retry ? new NextStep.Suspend(NextStep.Suspend.FAILING) : step;
        }
        Optional<CallbackHealth> told = suspended
                .<CallbackHealth>map(reason -> new CallbackHealth.Suspended(reason, callback.position()))
                .or(() -> health);
        return new Finished(job, Optional.of(step), Optional.of(report), told);
    }

    private Optional<CallbackHealth> health(CallbackLane lane, AttemptOutcome outcome, int term, Instant now) {
        return outcome.fold(new AttemptOutcome.Cases<>() {
            @Override
            public Optional<CallbackHealth> delivered(AttemptOutcome.Delivered delivered) {
                return lane.succeeded(term, now);
            }

            @Override
            public Optional<CallbackHealth> failed(AttemptOutcome.Failed failed) {
                return failed.error().callbacksFault() ? lane.failed(term, known, now) : Optional.empty();
            }

            @Override
            public Optional<CallbackHealth> throttled(AttemptOutcome.Throttled throttled) {
                metrics.throttled();
                if (throttled.retryAfter().isEmpty()) {
                    return lane.failed(term, known, now);
                }
                lane.pauseUntil(
                        now.plus(RetryRules.bounded(throttled.retryAfter().get())));
                return Optional.empty();
            }

            @Override
            public Optional<CallbackHealth> gone(AttemptOutcome.Gone gone) {
                return Optional.empty();
            }

            @Override
            public Optional<CallbackHealth> blocked(AttemptOutcome.Blocked blocked) {
                return lane.failed(term, known, now);
            }
        });
    }

    private static Finished.Report nothingSent(AttemptOutcome outcome, Instant now) {
        return new Finished.Report(outcome, now, Duration.ZERO, Optional.empty());
    }
}
