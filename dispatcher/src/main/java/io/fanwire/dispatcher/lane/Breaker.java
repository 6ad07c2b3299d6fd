package io.fanwire.dispatcher.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Stops sending to a callback that keeps failing, asks now and then whether it is back, and then starts slowly.
 *
 * <pre>
 *   closed ── 10 failures in a row, or half of at least 20 in 30 s ──▶ open ── 5 s, doubled each time, to 10 min ──▶ half-open
 *     ▲                                                                ▲ ▲────────────── probe failed ────────────────┤
 *     │                                           fails like closed ───┘                                             │ probe
 *     └── 62 successes, or 10 min ◀── warming: 2, 4, 8, 16, 32 at a time, each step as many successes ◀──────────────┘ succeeded
 * </pre>
 *
 * What its subscription's schedule says is over goes to an open breaker all the same: such a failure tells nothing new, such a success
 * is as good as a probe's.
 *
 * <p>Pure: it has no clock. What was begun before it last opened tells nothing any more: every attempt brings the {@link #term} in which
 * it began. Only a callback that failed has one. Owned by its event loop.
 */
final class Breaker {
    static final int IN_A_ROW = 10;
    static final int LEAST = 20;
    static final int WINDOW_SECONDS = 30;
    static final int UNLIMITED = Integer.MAX_VALUE;
    static final Duration FIRST_OPEN = Duration.ofSeconds(5);
    static final Duration LONGEST_OPEN = Duration.ofMinutes(10);
    private static final int WARM = 64;

    private enum State {
        CLOSED,
        OPEN,
        HALF_OPEN,
        WARMING
    }

    private final int[] attempts = new int[WINDOW_SECONDS];
    private final int[] failures = new int[WINDOW_SECONDS];
    private State state = State.CLOSED;
    private Instant until = Instant.MIN;
    private long lastSecond;
    private int inARow;
    private int openings;
    private boolean asked;
    private int term;
    private int allowed;
    private int successes;

    /** How many attempts it lets be in flight at the same time now; none while it is open. */
    int permitted(Instant now) {
        turn(now);
        return switch (state) {
            case CLOSED -> UNLIMITED;
            case OPEN -> 0;
            case HALF_OPEN -> 1;
            case WARMING -> allowed;
        };
    }

    /** Whether it is open or waits for its probe: not for a callback that is on its way back. */
    boolean holdsBack(Instant now) {
        turn(now);
        return state == State.OPEN || state == State.HALF_OPEN;
    }

    /** Somebody says that the callback is well again: the next may probe now, once until a probe would be due anyway. */
    void ask(Instant now) {
        turn(now);
        if (state == State.OPEN && !asked) {
            asked = true;
            state = State.HALF_OPEN;
        }
    }

    /** When it lets a probe through; meaningful while nothing is permitted. */
    Instant reopensAt() {
        return until;
    }

    int term() {
        return term;
    }

    /** Whether nothing is left of the failures that it was made for. */
    boolean healed(Instant now) {
        turn(now);
        slide(now);
        return state == State.CLOSED && inARow == 0 && sum(failures) == 0;
    }

    void succeeded(int beganIn, Instant now) {
        turn(now);
        if (beganIn != term) {
            return;
        }
        count(false, now);
        inARow = 0;
        if (state == State.OPEN || state == State.HALF_OPEN) {
            warm(2, now);
        } else if (state == State.WARMING && ++successes >= allowed) {
            warm(allowed * 2, now);
        }
    }

    void failed(int beganIn, Instant now) {
        turn(now);
        if (beganIn != term || state == State.OPEN) {
            return;
        }
        count(true, now);
        inARow++;
        boolean half = sum(attempts) >= LEAST && sum(failures) * 2 >= sum(attempts);
        if (state == State.HALF_OPEN || inARow >= IN_A_ROW || half) {
            open(now);
        }
    }

    private void turn(Instant now) {
        boolean over = !now.isBefore(until);
        if (state == State.OPEN && over) {
            state = State.HALF_OPEN;
            asked = false;
        } else if (state == State.WARMING && over) {
            close();
        }
    }

    private void open(Instant now) {
        Duration wait = FIRST_OPEN.multipliedBy(1L << Math.min(openings, 20));
        until = now.plus(wait.compareTo(LONGEST_OPEN) > 0 ? LONGEST_OPEN : wait);
        state = State.OPEN;
        openings++;
        term++;
        inARow = 0;
        Arrays.fill(attempts, 0);
        Arrays.fill(failures, 0);
    }

    private void warm(int step, Instant now) {
        if (step >= WARM) {
            close();
            return;
        }
        if (state != State.WARMING) {
            until = now.plus(LONGEST_OPEN);
        }
        state = State.WARMING;
        allowed = step;
        successes = 0;
    }

    private void close() {
        state = State.CLOSED;
        openings = 0;
    }

    private void count(boolean failure, Instant now) {
        slide(now);
        int bucket = bucket(now.getEpochSecond());
        attempts[bucket]++;
        failures[bucket] += failure ? 1 : 0;
    }

    private void slide(Instant now) {
        long second = now.getEpochSecond();
        for (long gone = Math.max(lastSecond + 1, second - WINDOW_SECONDS + 1); gone <= second; gone++) {
            attempts[bucket(gone)] = 0;
            failures[bucket(gone)] = 0;
        }
        lastSecond = Math.max(lastSecond, second);
    }

    private static int bucket(long second) {
        return (int) Math.floorMod(second, (long) WINDOW_SECONDS);
    }

    private static int sum(int[] buckets) {
        int sum = 0;
        for (int bucket : buckets) {
            sum += bucket;
        }
        return sum;
    }
}
