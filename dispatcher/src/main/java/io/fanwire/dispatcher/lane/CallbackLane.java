package io.fanwire.dispatcher.lane;

import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One callback on one worker: what waits, what is in flight, and what bounds it: its own limit, the adaptive one, the breaker, the
 * pace, and a pause that it asked for.
 *
 * <p>An idle lane is forgotten, and with it the callback's speed; not so while it has something to remember: a failure, a pause, the
 * times that jobs were sent away to. Owned by its event loop.
 */
final class CallbackLane {
    /** Longest time that a job is sent away for; what is due later than two days is refused on arrival. */
    private static final Duration LONGEST_AWAY = Duration.ofHours(24);

    /** So many may come back per second though the callback is slower, so that one that recovers is not held back for long. */
    private static final int RETURNS = 500;

    /** And so many to all callbacks together that have something waiting: more would only keep the worker from sending. */
    private static final int RETURNS_ALL = 5_000;

    /** So many at least may come back per second to one that is known to be behind. */
    private static final int RETURNS_BEHIND = 20;

    private static final int WAITING_PER_PERMIT = 8;

    /** So long after its last failure a lane that is not at home thinks nothing of it any more. */
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final LaneId id;
    private final LaneSettings settings;
    private final Shares shares;
    private final boolean home;
    private final LaneQueue queue;
    private final Waiting all;
    private final Places places;
    private final Busy busy;
    private AdaptiveLimit adaptive = new AdaptiveLimit();
    private Optional<Trouble> trouble = Optional.empty();
    private Optional<Pace> pace = Optional.empty();
    private Instant pausedUntil = Instant.MIN;
    private Instant lastReturn = Instant.MIN;
    private Instant lastFailure = Instant.MIN;
    private int inFlight;
    private boolean parked;
    private boolean released;
    private boolean counted;

    CallbackLane(LaneId id, LaneSettings settings, Shares shares, Waiting all, Places places, Busy busy) {
        this.id = id;
        this.settings = settings;
        this.shares = shares;
        this.home = shares.home(id.subscription(), id.partition());
        this.all = all;
        this.places = places;
        this.busy = busy;
        this.queue = new LaneQueue(settings.waiting(), all);
    }

    LaneId id() {
        return id;
    }

    LaneQueue queue() {
        return queue;
    }

    /** Answers false when there is no room. */
    boolean offer(Waiter waiter, Instant now) {
        released = false;
        int permitted = holdsBack(now) ? Breaker.UNLIMITED : permitted(now);
        int probing = permitted >= Integer.MAX_VALUE / WAITING_PER_PERMIT ? permitted : permitted * WAITING_PER_PERMIT;
        long paced = pace.map(p -> patienceForPace().dividedBy(p.interval())).orElse(Long.MAX_VALUE);
        return queue.offer(waiter, (int) Math.max(1, Math.min(probing, paced)), now);
    }

    Admission admission(Subscription subscription, Delivery delivery, Instant now) {
        if (pausedUntil.isAfter(now)) {
            return pausedUntil.isBefore(now.plus(settings.deferral()))
                    ? new Admission.Wait(pausedUntil)
                    : new Admission.Away(pausedUntil, Admission.Why.PAUSED);
        }
        if (delivery.progress().redriven()) {
            trouble.ifPresent(t -> t.breaker().ask(now));
        }
        boolean over = holdsBack(now) && !now.isBefore(Admission.lasts(subscription, delivery));
        int permitted = over ? Breaker.UNLIMITED : permitted(now);
        if (permitted == 0) {
            return new Admission.Away(trouble.orElseThrow().breaker().reopensAt(), Admission.Why.OPEN);
        }
        if (inFlight >= Math.min(Math.min(permitted, places.share()), adaptive.within(most(subscription, now)))) {
            return new Admission.Full();
        }
        keepPace(subscription, now);
        Instant start = pace.map(Pace::nextStart).orElse(Instant.MIN);
        if (!start.isAfter(now)) {
            return new Admission.Go();
        }
        return start.isAfter(now.plus(patienceForPace()))
                ? new Admission.Away(start, Admission.Why.RATE)
                : new Admission.Wait(start);
    }

    /** Answers the breaker's term, to be told at the end. */
    int started(Instant now) {
        inFlight++;
        pace.ifPresent(p -> p.started(now));
        return trouble.map(t -> t.breaker().term()).orElse(0);
    }

    /** What was started did not become an attempt. */
    void withdrawn() {
        inFlight--;
    }

    void ended(Subscription subscription, AttemptOutcome outcome, Duration took, Instant now) {
        if (outcome instanceof AttemptOutcome.Delivered) {
            if (!busy.late()) {
                adaptive.succeeded(took, inFlight, most(subscription, now), now);
            }
        } else if (!(outcome instanceof AttemptOutcome.Failed failed)
                || failed.error().callbacksFault()) {
            adaptive.failed();
        }
        inFlight--;
        queue.taken(now);
    }

    /** A success; answers what is worth writing down. */
    Optional<CallbackHealth> succeeded(int beganIn, Instant now) {
        Optional<CallbackHealth> change = trouble.flatMap(t -> {
            t.breaker().succeeded(beganIn, now);
            return t.succeeded();
        });
        trouble = trouble.filter(t -> !over(t, now));
        return change.filter(worthwhile -> home);
    }

    /** A failure; answers what is worth writing down. */
    Optional<CallbackHealth> failed(int beganIn, KnownFailures known, Instant now) {
        Trouble here = trouble.orElseGet(() ->
                new Trouble(home ? known.failingSince(id.subscription(), id.partition()) : Optional.empty(), now));
        trouble = Optional.of(here);
        here.breaker().failed(beganIn, now);
        lastFailure = now;
        if (here.breaker().permitted(now) == 0) {
            adaptive = new AdaptiveLimit(); // the slow start is the breaker's affair
        }
        return here.failed(now).filter(worthwhile -> home);
    }

    boolean failingTooLong(Instant now) {
        return home
                && trouble.filter(t -> t.failingFor(settings.suspendAfter(), now))
                        .isPresent();
    }

    void pauseUntil(Instant time) {
        pausedUntil = time.isAfter(pausedUntil) ? time : pausedUntil;
    }

    /** Keeps the number of callbacks whose breaker lets nothing, or only a probe, through. */
    void count(LaneMetrics metrics, Instant now) {
        boolean held = permitted(now) <= 1;
        if (held && !counted) {
            metrics.opened();
        } else if (!held && counted) {
            metrics.closed();
        }
        counted = held;
    }

    /**
     * When a job that is sent away shall come back: in turn, so that ten thousand of a dead one do not return at the same time, again
     * and again. To a callback that is behind they come twice as fast as it takes them: each is then sent away once more on average,
     * however many there are, and one that has become faster gets twice as many in each round.
     */
    Instant returnTime(Instant earliest, Instant now) {
        Instant first = now.plus(settings.deferral());
        first = earliest.isAfter(first) ? earliest : first;
        OptionalInt behind = queue.speedBehind(now);
        int share = Math.max(RETURNS_BEHIND, Math.min(RETURNS, RETURNS_ALL / Math.max(1, all.lanes())));
        long returns = behind.isPresent() ? 2L * behind.getAsInt() + RETURNS_BEHIND : (long) queue.speed(now) + share;
        Duration apart = Duration.ofSeconds(1).dividedBy(returns);
        Duration paced = pace.map(Pace::interval).orElse(Duration.ZERO);
        Instant inTurn =
                lastReturn.equals(Instant.MIN) ? first : lastReturn.plus(paced.compareTo(apart) > 0 ? paced : apart);
        Instant time = inTurn.isAfter(first) ? inTurn : first;
        Instant latest = now.plus(LONGEST_AWAY);
        lastReturn = time.isAfter(latest) ? latest : time;
        return lastReturn;
    }

    /** Whether it waits for something other than its own attempts: a time, a place in the process, a newer subscription copy. */
    boolean parked() {
        return parked;
    }

    void park(boolean now) {
        parked = now;
    }

    /** Others have its partition: what it remembers is worth nothing any more. */
    void release() {
        released = true;
        trouble = Optional.empty();
        pausedUntil = Instant.MIN;
    }

    boolean forgettable(Instant now) {
        boolean idle = queue.isEmpty() && inFlight == 0 && !parked;
        trouble = trouble.filter(t -> !over(t, now));
        boolean remembers = trouble.isPresent()
                || pausedUntil.isAfter(now)
                || lastReturn.isAfter(now)
                || pace.filter(p -> p.nextStart().isAfter(now)).isPresent();
        return idle && (released || !remembers);
    }

    /** Elsewhere than at home nobody waits for the success that would end it. */
    private boolean over(Trouble some, Instant now) {
        return home ? some.over(now) : some.breaker().healed(now) || lastFailure.isBefore(now.minus(FORGOTTEN));
    }

    private boolean holdsBack(Instant now) {
        return trouble.filter(t -> t.breaker().holdsBack(now)).isPresent();
    }

    private int permitted(Instant now) {
        return trouble.map(t -> t.breaker().permitted(now)).orElse(Breaker.UNLIMITED);
    }

    private int most(Subscription subscription, Instant now) {
        int all = Math.min(subscription.maxInFlight(), settings.perLane());
        return Math.max(1, all / shares.lanes(id.subscription(), home, now));
    }

    /** Half of what a job may wait in memory: the other half is for the lane itself. */
    private Duration patienceForPace() {
        return settings.patience().dividedBy(2);
    }

    private void keepPace(Subscription subscription, Instant now) {
        if (pace.isEmpty() && subscription.rateLimit().isEmpty()) {
            return;
        }
        int lanes = shares.lanes(id.subscription(), home, now);
        Optional<Subscription.RateLimit> share = subscription
                .rateLimit()
                .map(limit ->
                        new Subscription.RateLimit(limit.count(), limit.per().multipliedBy(lanes)));
        if (!pace.map(Pace::limit).equals(share)) {
            pace = share.map(Pace::new);
        }
    }
}
