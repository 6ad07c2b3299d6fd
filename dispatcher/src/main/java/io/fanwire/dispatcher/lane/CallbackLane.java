package io.fanwire.dispatcher.lane;

import io.fanwire.schemas.SubscriptionKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One callback on one worker: what waits, in order of arrival, and how many attempts are in flight.
 *
 * <p>The waiting room holds the configured number, or as many as the callback took in its last full second when that is more: a fast
 * callback is never turned away for being popular, a slow one never hoards. Confined to its event loop.
 */
final class CallbackLane {
    private final SubscriptionKey key;
    private final int minimumRoom;
    private final ArrayDeque<Job> waiting = new ArrayDeque<>();
    private int inFlight;
    private boolean parked;
    private long second;
    private int takenThisSecond;
    private int takenLastSecond;

    CallbackLane(SubscriptionKey key, int minimumRoom) {
        this.key = key;
        this.minimumRoom = minimumRoom;
    }

    SubscriptionKey key() {
        return key;
    }

    /** Answers false when there is no room. */
    boolean offer(Job job, Instant now) {
        turn(now);
        if (waiting.size() >= Math.max(minimumRoom, Math.max(takenLastSecond, takenThisSecond))) {
            return false;
        }
        waiting.addLast(job);
        return true;
    }

    Optional<Job> head() {
        return Optional.ofNullable(waiting.peekFirst());
    }

    void removeHead() {
        waiting.removeFirst();
    }

    int inFlight() {
        return inFlight;
    }

    void started() {
        inFlight++;
    }

    void ended(Instant now) {
        inFlight--;
        turn(now);
        takenThisSecond++;
    }

    /** Whether it waits for something other than its own attempts: a place in the process, or a newer subscription copy. */
    boolean parked() {
        return parked;
    }

    void park(boolean now) {
        parked = now;
    }

    boolean idle() {
        return waiting.isEmpty() && inFlight == 0;
    }

    /** Takes out what waits and matches. */
    void remove(Predicate<Job> matches, Consumer<Job> removed) {
        waiting.removeIf(job -> {
            boolean match = matches.test(job);
            if (match) {
                removed.accept(job);
            }
            return match;
        });
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
