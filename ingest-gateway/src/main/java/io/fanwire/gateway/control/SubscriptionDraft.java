package io.fanwire.gateway.control;

import io.fanwire.schemas.Subscription;
import java.time.Duration;
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
}
