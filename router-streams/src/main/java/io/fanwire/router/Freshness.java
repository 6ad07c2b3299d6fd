package io.fanwire.router;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Read your subscription: no event is routed before the index holds every subscription change that was acknowledged before the event
 * was appended. Exact, and without clocks. Owned by one stream thread, shared by its tasks.
 *
 * <p>A look-up takes <em>first</em> the end E of the event partitions, <em>then</em> the end S of the subscriptions topic, and waits
 * until the index has reached S. A record below E was there before S was taken; a change acknowledged before the record was appended
 * lies below S; so the record may be routed. This holds for the record in hand, and with no further look-up for every later record
 * below E: one look-up serves all events of a poll, and under load many polls.
 *
 * <p>The last record below the end is always there, as compaction never touches the active segment. What lies behind it is the marker of
 * the transaction that wrote it, which the index is not told of: that gap is looked at and stepped over.
 */
final class Freshness {
    /** Waiting this long makes us look whether there is anything to wait for; then twice as long, up to a bound. */
    private static final Duration SUSPICIOUS = Duration.ofMillis(10);

    private static final Duration MOST_SUSPICIOUS = Duration.ofMillis(250);

    private static final long PAUSE_NANOS = 100_000;

    /** A partition without a record for this many look-ups is no longer asked about. */
    private static final int SILENT = 100;

    private final SubscriptionIndex index;
    private final Supplier<EndOffsets> connect;
    private final RouterMetrics metrics;
    private final Duration timeout;
    private final Map<TopicPartition, Window> windows = new HashMap<>();
    private Optional<EndOffsets> ends = Optional.empty();
    private int tasks;
    private long lookUps;

    Freshness(SubscriptionIndex index, Supplier<EndOffsets> connect, RouterMetrics metrics, Duration timeout) {
        this.index = index;
        this.connect = connect;
        this.metrics = metrics;
        this.timeout = timeout;
    }

    /** A task of this thread starts. */
    void join() {
        tasks++;
        windows.clear();
    }

    /** A task of this thread ends; with the last one the connection is closed. */
    void leave() {
        tasks--;
        windows.clear();
        if (tasks == 0) {
            ends.ifPresent(EndOffsets::close);
            ends = Optional.empty();
        }
    }

    /**
     * Returns when the record may be routed, with the position the index has then.
     *
     * @throws StaleIndexException when the index does not catch up
     * @throws TimeoutException when the brokers do not answer
     */
    long await(TopicPartition partition, long offset) {
        Window known = windows.get(partition);
        if (known == null || !known.covers(offset)) {
            lookUp(partition, offset);
        }
        windows.computeIfPresent(partition, (same, window) -> window.past(offset, lookUps));
        return index.position();
    }

    /**
     * Returns when the index has come so far, or to its end: another router had it there when it left a part of an event.
     *
     * @throws StaleIndexException when the index does not catch up
     */
    long await(long position) {
        if (index.position() < position) {
            EndOffsets now = ends.orElseGet(connect);
            ends = Optional.of(now);
            awaitIndex(now, Math.min(position, now.ofSubscriptions()));
        }
        return index.position();
    }

    /** Whether every record known of has been routed: the moment to commit. */
    boolean drained() {
        for (Window window : windows.values()) {
            if (window.next < window.end) {
                return false;
            }
        }
        return true;
    }

    private void lookUp(TopicPartition partition, long offset) {
        lookUps++;
        metrics.lookUps.inc();
        windows.put(partition, new Window(offset, offset, lookUps));
        windows.values().removeIf(window -> lookUps - window.lastUsed > SILENT);
        EndOffsets now = ends.orElseGet(connect);
        ends = Optional.of(now);
        Map<TopicPartition, Long> end;
        try {
            end = now.of(new HashSet<>(windows.keySet()));
        } catch (TimeoutException late) {
            // one of the others may be gone with its topic; what this record needs is asked for alone
            windows.keySet().retainAll(Set.of(partition));
            end = now.of(Set.of(partition));
        }
        awaitIndex(now, now.ofSubscriptions());
        Map<TopicPartition, Long> found = end;
        windows.replaceAll((each, window) -> window.upTo(found.getOrDefault(each, window.next)));
    }

    private void awaitIndex(EndOffsets now, long needed) {
        long start = System.nanoTime();
        long suspicious = SUSPICIOUS.toNanos();
        long pause = suspicious;
        while (index.position() < needed) {
            long waited = System.nanoTime() - start;
            if (waited > timeout.toNanos()) {
                throw new StaleIndexException(index.position(), needed);
            }
            if (waited > suspicious) {
                if (now.nothingBetween(index.position(), needed)) {
                    index.reached(needed);
                }
                pause = Math.min(2 * pause, MOST_SUSPICIOUS.toNanos());
                suspicious = waited + pause;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /**
     * What the last look-up found of a partition: records from {@code next} up to {@code end} need no other. An offset below
     * {@code next} means that reading went back, perhaps into a topic made anew, where the old end says nothing.
     */
    private record Window(long next, long end, long lastUsed) {
        boolean covers(long offset) {
            return next <= offset && offset < end;
        }

        Window past(long offset, long lookUp) {
            return new Window(offset + 1, end, lookUp);
        }

        Window upTo(long newEnd) {
            return new Window(next, newEnd, lastUsed);
        }
    }
}
