package io.fanwire.gateway.control;

import io.fanwire.schemas.Access;
import io.fanwire.schemas.Selection;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A subscription as its owner wants it, checked. */
record SubscriptionDraft(
        Selection selection,
        String url,
        Subscription.Method method,
        Subscription.Shape shape,
        SigningDraft signing,
        AccessDraft access,
        Subscription.Retry retry,
        Duration timeout,
        int maxInFlight,
        Optional<Subscription.RateLimit> rateLimit,
        Subscription.Ordering ordering,
        Verification verification,
        boolean enabled,
        Optional<String> description,
        Map<String, String> metadata) {
    SubscriptionDraft {
        metadata = Map.copyOf(metadata);
    }

    /** How many characters its filter and its transform have. */
    int expressionLength() {
        return selection.filterLength() + shape.transform().map(String::length).orElse(0);
    }

    /** The subscription that this makes; {@code agreed} is its rate limit. */
    Subscription of(
            SubscriptionKey key,
            Subscription.Signing signed,
            Access carried,
            Optional<Subscription.RateLimit> agreed,
            Instant createdAt,
            Instant updatedAt) {
        return new Subscription(
                key,
                selection,
                url,
                method,
                shape,
                signed,
                carried,
                retry,
                timeout,
                maxInFlight,
                agreed,
                ordering,
                verification,
                enabled,
                description,
                metadata,
                createdAt,
                updatedAt,
                Optional.empty());
    }
}
