package io.fanwire.dispatcher.lane;

import io.fanwire.schemas.DeliveryPartition;
import io.fanwire.schemas.Spread;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * Which subscriptions have lanes in several partitions, and what share of their bounds each lane has: while the router spreads a busy
 * one, an equal part; otherwise the lane of its home partition has all, and what is left in others an equal part. So its bounds hold for
 * all dispatchers together; only while it changes from the one to the other they may be exceeded by less than what they are. Any thread.
 */
public final class Shares {
    /** Nothing is spread, and every lane is at home. */
    public static final Shares WHOLE = new Shares(() -> 0);

    private static final Duration REMEMBERED = Duration.ofSeconds(60);
    private static final Duration TOLD_AGAIN = Duration.ofSeconds(1);

    private final IntSupplier partitions;
    private final Map<SubscriptionKey, Instant> seen = new ConcurrentHashMap<>();

    /** {@code partitions} is how many the delivery topics have; 0: there is but one lane of each. */
    public Shares(IntSupplier partitions) {
        this.partitions = partitions;
    }

    /** A delivery of it was spread. */
    public void spread(SubscriptionKey subscription, Instant now) {
        Instant last = seen.get(subscription);
        if (last == null || last.plus(TOLD_AGAIN).isBefore(now)) {
            seen.put(subscription, now);
            seen.values().removeIf(time -> time.plus(REMEMBERED).isBefore(now));
        }
    }

    /** Whether its deliveries lie there while it is not spread. Long failures of a callback are judged there, and only there. */
    boolean home(SubscriptionKey subscription, int partition) {
        int all = partitions.getAsInt();
        return all == 0 || DeliveryPartition.of(subscription, all) == partition;
    }

    /** How many lanes the bounds of a subscription are divided among, as seen from one of them. */
    int lanes(SubscriptionKey subscription, boolean home, Instant now) {
        return home && !isSpread(subscription, now) ? 1 : Spread.over(partitions.getAsInt());
    }

    private boolean isSpread(SubscriptionKey subscription, Instant now) {
        Instant last = seen.isEmpty() ? null : seen.get(subscription);
        if (last != null && last.plus(REMEMBERED).isBefore(now)) {
            seen.remove(subscription, last);
            return false;
        }
        return last != null;
    }
}
