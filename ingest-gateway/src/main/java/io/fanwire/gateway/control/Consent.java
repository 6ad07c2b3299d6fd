package io.fanwire.gateway.control;

import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.Subscription.RateLimit;
import io.fanwire.schemas.TestResult;
import io.fanwire.schemas.Verification;
import java.time.Duration;
import java.util.Optional;

/**
 * What the owner of a callback agreed to when it was asked.
 *
 * @param allowedRate requests a minute; empty: as many as we like
 */
record Consent(String url, Verification how, Optional<Long> allowedRate) {
    static Consent of(Subscription asked, TestResult answer) {
        return new Consent(asked.url(), asked.verification(), answer.allowedRate());
    }

    Optional<RateLimit> rateLimit() {
        return allowedRate.map(
                rate -> new RateLimit((int) Math.min(rate, SubscriptionReader.MOST_RATE), Duration.ofMinutes(1)));
    }

    boolean covers(Subscription wanted) {
        return wanted.url().equals(url)
                && wanted.verification() == how
                && rateLimit().filter(limit -> faster(wanted, limit)).isEmpty();
    }

    /** Whether a callback has to be asked before a change: it is another one, is asked otherwise, or shall take more. */
    static boolean wantedFor(Optional<Subscription> before, Subscription wanted) {
        if (wanted.verification() == Verification.NONE) {
            return false;
        }
        return before.isEmpty()
                || !before.get().url().equals(wanted.url())
                || before.get().verification() != wanted.verification()
                || (wanted.verification() == Verification.CLOUDEVENTS
                        && before.get()
                                .rateLimit()
                                .filter(limit -> faster(wanted, limit))
                                .isPresent());
    }

    private static boolean faster(Subscription wanted, RateLimit limit) {
        return wanted.rateLimit().isEmpty() || wanted.rateLimit().get().fasterThan(limit);
    }
}
