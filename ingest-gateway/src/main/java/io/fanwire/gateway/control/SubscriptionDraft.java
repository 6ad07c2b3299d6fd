package io.fanwire.gateway.control;

import io.fanwire.schemas.Access;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A subscription as its owner wants it, checked.
 *
 * @param secret the one that was given, if one was
 */
record SubscriptionDraft(
        Optional<String> topic,
        List<String> types,
        String url,
        Subscription.Method method,
        Subscription.Format format,
        String signingStyle,
        Optional<SigningSecret> secret,
        AccessDraft access,
        Subscription.Retry retry,
        Duration timeout,
        int maxInFlight,
        Optional<Subscription.RateLimit> rateLimit,
        Subscription.Ordering ordering,
        boolean enabled,
        Optional<String> description,
        Map<String, String> metadata) {
    SubscriptionDraft {
        types = List.copyOf(types);
        metadata = Map.copyOf(metadata);
    }

    /** The subscription that this makes. */
    Subscription of(
            SubscriptionKey key, Subscription.Signing signing, Access carried, Instant createdAt, Instant updatedAt) {
        return new Subscription(
                key,
                topic,
                types,
                url,
                method,
                format,
                signing,
                carried,
                retry,
                timeout,
                maxInFlight,
                rateLimit,
                ordering,
                enabled,
                description,
                metadata,
                createdAt,
                updatedAt,
                Optional.empty());
    }
}
