package io.fanwire.dispatcher.lane;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What waits for one callback, in order of arrival.
 *
 * <p>It holds the configured number, or as many as the callback took in its last full second when that is more: a fast callback is
 * never turned away for being popular, a slow one never hoards. Owned by its event loop.
 */
final class LaneQueue {
    private final int minimumRoom;
    private final Waiting all;
    private final ArrayDeque<Waiter> jobs = new ArrayDeque<>();
    private long second;
    private int takenThisSecond;
    private int takenLastSecond;

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
    }

    boolean isEmpty() {
        return jobs.isEmpty();
    }

    /** Takes out what matches. */
    void remove(Predicate<Waiter> matches, Consumer<Job> removed) {
        jobs.removeIf(waiter -> {
            boolean match = matches.test(waiter);
            if (match) {
                all.remove();
                removed.accept(waiter.job());
            }
            return match;
        });
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

    private void turn(Instant now) {
        long current = now.getEpochSecond();
        if (current != second) {
            takenLastSecond = current == second + 1 ? takenThisSecond : 0;
            takenThisSecond = 0;
            second = current;
        }
    }
}
