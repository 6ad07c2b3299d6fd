package io.fanwire.gateway.control;

import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.Subscription.RateLimit;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.Verification;
import java.util.Optional;

/**
 * One call that saves a subscription: what stays the same however often it is decided.
 *
 * @param spare the secret that is made where none is given
 * @param consent what the callback said, once it was asked
 */
record Saving(SubscriptionKey key, EntityTags tags, SpareSecret spare, Optional<Consent> consent) {
    static Saving of(SubscriptionKey key, EntityTags tags) {
        return new Saving(key, tags, new SpareSecret(), Optional.empty());
    }

    Saving with(Consent given) {
        return new Saving(key, tags, spare, Optional.of(given));
    }

    /**
     * The rate limit: the wanted one, as far as the callback allows it. Who asks a callback for its consent and wants no limit of his own
     * keeps the one that was agreed on.
     */
    Optional<RateLimit> agreed(SubscriptionDraft draft, Optional<Subscription> before) {
        Optional<RateLimit> wanted = draft.rateLimit();
        if (draft.verification() != Verification.CLOUDEVENTS) {
            return wanted;
        }
        Optional<RateLimit> allowed = consent.flatMap(Consent::rateLimit);
        if (allowed.isPresent()) {
            return wanted.filter(limit -> !limit.fasterThan(allowed.get())).or(() -> allowed);
        }
        return wanted.or(() -> before.filter(
                        old -> old.url().equals(draft.url()) && old.verification() == Verification.CLOUDEVENTS)
                .flatMap(Subscription::rateLimit));
    }
}
