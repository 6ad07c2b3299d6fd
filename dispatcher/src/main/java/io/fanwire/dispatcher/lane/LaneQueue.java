package io.fanwire.dispatcher.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What waits for one callback, in order of arrival.
 *
 * <p>It holds the configured number, or as many as the callback took in its last full second when that is more: a fast callback is
 * never turned away for being popular, a slow one never hoards. Owned by its event loop.
 */
final class LaneQueue {
    private static final Duration TELLING = Duration.ofSeconds(2);
    private static final double KEPT_PER_SECOND = 0.8;

    private final int minimumRoom;
    private final Waiting all;
    private final ArrayDeque<Waiter> jobs = new ArrayDeque<>();
    private long second;
    private int takenThisSecond;
    private int takenLastSecond;
    private double usual;
    private Instant behindSince = Instant.EPOCH;

    LaneQueue(int minimumRoom, Waiting all) {
        this.minimumRoom = minimumRoom;
        this.all = all;
    }

    /**
     * Answers false when there is no room.
     *
     * @param most jobs that may wait, for a reason of the lane's
     */
    boolean offer(Waiter waiter, int most, Instant now) {
        int room = Math.max(Math.min(minimumRoom, all.room()), speed(now));
        if (jobs.size() >= Math.min(room, most)) {
            return false;
        }
        if (jobs.isEmpty()) {
            behindSince = now;
            all.began();
        }
        jobs.addLast(waiter);
        all.add();
        return true;
    }

    Optional<Waiter> head() {
        return Optional.ofNullable(jobs.peekFirst());
    }

    void removeHead() {
        jobs.removeFirst();
        all.remove();
        if (jobs.isEmpty()) {
            all.ended();
        }
    }

    int size() {
        return jobs.size();
    }

    /** Whether the callback takes all that waits within a second, as far as is known. */
    boolean brisk(Instant now) {
        return jobs.size() <= speed(now);
    }

    boolean isEmpty() {
        return jobs.isEmpty();
    }

    /** Takes out what matches. */
    void remove(Predicate<Waiter> matches, Consumer<Job> removed) {
        boolean waited = !jobs.isEmpty();
        jobs.removeIf(waiter -> {
            boolean match = matches.test(waiter);
            if (match) {
                all.remove();
                removed.accept(waiter.job());
            }
            return match;
        });
        if (waited && jobs.isEmpty()) {
            all.ended();
        }
    }

    /** The callback took one. */
    void taken(Instant now) {
        turn(now);
        takenThisSecond++;
    }

    /** How many it took in its best of the last two seconds. */
    int speed(Instant now) {
        turn(now);
        return Math.max(takenLastSecond, takenThisSecond);
    }

    /**
     * How many it takes in a second though more are waiting: known once they have waited for long enough to tell. A second in which it
     * took fewer, or none since we were slow ourselves, wears that off little by little. One that has taken nothing yet, since it is
     * being probed or waits for something else than its answers, has no speed.
     */
    OptionalInt speedBehind(Instant now) {
        boolean tells = !jobs.isEmpty() && !behindSince.plus(TELLING).isAfter(now);
        int speed = Math.max(speed(now), (int) usual);
        return tells && speed > 0 ? OptionalInt.of(speed) : OptionalInt.empty();
    }

    private void turn(Instant now) {
        long current = now.getEpochSecond();
        if (current != second) {
            long gap = Math.max(1, current - second);
            usual = Math.max(takenThisSecond, usual * KEPT_PER_SECOND) * Math.pow(KEPT_PER_SECOND, (double) (gap - 1));
            takenLastSecond = current == second + 1 ? takenThisSecond : 0;
            takenThisSecond = 0;
            second = current;
        }
    }
}
