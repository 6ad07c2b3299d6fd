package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Instant;
import java.util.Optional;

/**
 * What the owner of a subscription's partition must know again after a restart. A subscription has one record of its own, and one for
 * each ordered lane whose later deliveries are held; a tombstone says that all is as usual.
 *
 * @param failingSince the first failure after the last success
 * @param resumedAt when a suspension ended: what waited then has its age counted from there
 * @param lane present in the record of a lane, which has nothing else
 */
public record SubscriptionState(
        SubscriptionKey subscription,
        Optional<Suspension> suspension,
        Optional<Instant> failingSince,
        Optional<Instant> resumedAt,
        Optional<Backlog> backlog,
        Optional<LaneMark> lane) {

    /**
     * Why nothing is sent.
     *
     * @param position of the subscription record that was suspended; a later one that is enabled ends the suspension
     */
    public record Suspension(String reason, Instant since, long position) {
        /** Its owner disabled it. */
        public static final String PAUSED = "paused";

        /** It answered 410. */
        public static final String GONE = "gone";

        /** No request can be made of it. */
        public static final String SETUP = "setup";

        /** It failed for days. */
        public static final String FAILING = "failing";
    }

    /**
     * Where its suspended deliveries lie, among those of others.
     *
     * @param from every one below was taken back
     * @param to the last
     */
    public record Backlog(long from, long to) {}

    /** The state of a subscription about which there is nothing to say. */
    public static SubscriptionState usual(SubscriptionKey subscription) {
        return new SubscriptionState(
                subscription, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static SubscriptionState ofLane(SubscriptionKey subscription, LaneMark mark) {
        return new SubscriptionState(
                subscription,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(mark));
    }

    /** Whether its record may as well be a tombstone. */
    public boolean isUsual() {
        return equals(usual(subscription));
    }

    public SubscriptionState withSuspension(Optional<Suspension> next) {
        return new SubscriptionState(subscription, next, failingSince, resumedAt, backlog, lane);
    }

    public SubscriptionState withFailingSince(Optional<Instant> next) {
        return new SubscriptionState(subscription, suspension, next, resumedAt, backlog, lane);
    }

    public SubscriptionState withResumedAt(Optional<Instant> next) {
        return new SubscriptionState(subscription, suspension, failingSince, next, backlog, lane);
    }

    public SubscriptionState withBacklog(Optional<Backlog> next) {
        return new SubscriptionState(subscription, suspension, failingSince, resumedAt, next, lane);
    }

    /** The record key of a subscription's own state. */
    public static String recordKey(SubscriptionKey subscription) {
        return subscription.toString();
    }

    /** The record key of a lane's mark: no subscription id holds a {@code #}, so it is never one of the other kind, and
     * no encoded key is a {@code #}. */
    public static String recordKey(SubscriptionKey subscription, Optional<String> orderingKey) {
        return subscription
                + orderingKey.map(key -> "/#" + URLEncoder.encode(key, UTF_8)).orElse("/##");
    }
}
