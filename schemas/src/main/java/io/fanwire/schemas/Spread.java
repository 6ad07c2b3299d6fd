package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Over how many partitions the deliveries of a busy subscription are spread, and under which keys: {@code id#0} is its home, where all its
 * deliveries lie while it is not busy, and each following number the partition after it. What bounds a subscription is divided among
 * them, so that it holds for all dispatchers together.
 */
public final class Spread {
    private static final int MOST = 8;
    private static final int LEAST_IN_FLIGHT = 4 * MOST;
    private static final byte MARK = '#';

    private Spread() {}

    /** How many of so many delivery partitions. */
    public static int over(int partitions) {
        return Math.max(1, Math.min(MOST, partitions));
    }

    /** Whether it would help: order needs one partition, a rate limit is below what one can take, and little in flight cannot be divided. */
    public static boolean suits(Subscription subscription) {
        return subscription.ordering() == Subscription.Ordering.NONE
                && subscription.rateLimit().isEmpty()
                && subscription.maxInFlight() >= LEAST_IN_FLIGHT;
    }

    /** The record key of a delivery that is spread; {@code number} is below ten. */
    public static byte[] key(String subscriptionId, int number) {
        return (subscriptionId + (char) MARK + number).getBytes(UTF_8);
    }

    /** Whether a record's key says that its delivery is spread: no subscription id holds the mark. */
    public static boolean isSpread(byte[] key) {
        return key.length > 2 && key[key.length - 2] == MARK;
    }

    /** Where a record with such a key belongs. */
    public static int partition(byte[] key, int partitions) {
        int home = DeliveryPartition.of(new String(key, 0, key.length - 2, UTF_8), partitions);
        return (home + key[key.length - 1] - '0') % partitions;
    }
}
