package io.fanwire.dispatcher.delivery;

import io.fanwire.dispatcher.delivery.NextStep.DeadLetter;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * From an outcome to the next step, by the subscription's schedule and age.
 *
 * <pre>
 *   delivered ──▶ Complete        gone ──▶ DeadLetter(gone)        setup ──▶ Suspend        unsendable ──▶ DeadLetter
 *   failed otherwise, throttled, blocked ──▶ delays left? ── no ──▶ DeadLetter(exhausted)
 *                                       │ yes
 *                                  due within maxAge? ── no ──▶ DeadLetter(expired)
 *                                       │ yes
 *                                     Retry(the later of schedule and Retry-After, at most 24 h)
 * </pre>
 */
public final class RetryRules {
    /** Longest wait that a callback may ask for. */
    static final Duration MAX_RETRY_AFTER = Duration.ofHours(24);

    private RetryRules() {}

    /** The step that makes an attempt needless: there is nothing to send, or the delivery is too old. */
    public static Optional<NextStep> beforeAttempt(Delivery delivery, Subscription.Retry retry, Instant now) {
        Instant end = delivery.progress().firstSeen().plus(retry.maxAge());
        return nothingToSend(delivery)
                .or(() -> now.isAfter(end) ? Optional.of(new DeadLetter(DeadLetter.EXPIRED)) : Optional.empty());
    }

    /** The end of a delivery that its transform made nothing for, wherever it should go. */
    public static Optional<NextStep> nothingToSend(Delivery delivery) {
        return delivery.part().unshaped().map(why -> new DeadLetter(DeadLetter.TRANSFORM));
    }

    public static NextStep after(AttemptOutcome outcome, Delivery delivery, Subscription.Retry retry, Instant now) {
        return outcome.fold(new AttemptOutcome.Cases<NextStep>() {
            @Override
            public NextStep delivered(AttemptOutcome.Delivered delivered) {
                return new NextStep.Complete();
            }

            @Override
            public NextStep failed(AttemptOutcome.Failed failed) {
                return switch (failed.error()) {
                    case SETUP -> new NextStep.Suspend(NextStep.Suspend.SETUP);
                    case UNSENDABLE -> new DeadLetter(DeadLetter.UNSENDABLE);
                    case STATUS, DNS, REFUSED, RESET, TLS, AUTH, TIMEOUT, MALFORMED, INTERNAL ->
                        again(delivery.progress(), retry, now, Duration.ZERO);
                };
            }

            @Override
            public NextStep throttled(AttemptOutcome.Throttled throttled) {
                return again(
                        delivery.progress(), retry, now, throttled.retryAfter().orElse(Duration.ZERO));
            }

            @Override
            public NextStep gone(AttemptOutcome.Gone gone) {
                return new DeadLetter(DeadLetter.GONE);
            }

            @Override
            public NextStep blocked(AttemptOutcome.Blocked blocked) {
                return again(delivery.progress(), retry, now, Duration.ZERO);
            }
        });
    }

    /** What is granted of a wait that a callback asks for. */
    public static Duration bounded(Duration retryAfter) {
        return retryAfter.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : retryAfter;
    }

    private static NextStep again(
            Delivery.Progress progress, Subscription.Retry retry, Instant now, Duration askedFor) {
        if (progress.attempts() >= retry.schedule().size()) {
            return new DeadLetter(DeadLetter.EXHAUSTED);
        }
        Duration wait = retry.schedule().get(progress.attempts());
        Duration asked = bounded(askedFor);
        Instant due = now.plus(asked.compareTo(wait) > 0 ? asked : wait);
        return due.isAfter(progress.firstSeen().plus(retry.maxAge()))
                ? new DeadLetter(DeadLetter.EXPIRED)
                : new NextStep.Retry(due);
    }
}
