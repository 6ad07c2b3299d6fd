package io.fanwire.dispatcher.order;

import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.LaneMark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One ordered lane: at most one delivery of it is in the hands of the event loop.
 *
 * <pre>
 *   free ── the first fails, or waits too long ──▶ marked: the first is a head on the tiers, or among the held
 *     ▲                                              │  every arrival is held
 *     └────── nothing held, no head any more ────────┘
 * </pre>
 *
 * Confined to the worker thread, as part of {@link OrderedLanes}.
 */
final class Lane {
    private final LaneId id;
    private long from;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final HeldIndex held = new HeldIndex();
    private final List<LaneMark.Head> superseded = new ArrayList<>();
    private Optional<Active> active = Optional.empty();
    private Optional<LaneMark.Head> head = Optional.empty();
    private Optional<Change> settling = Optional.empty();
    private long next;
    private long restored;
    private boolean marked;
    private boolean countedBusy;
    private boolean countedMarked;
    private boolean looking;
    private Instant looked = Instant.MIN;

    /** One that is in memory only, its record unfinished in the deliveries topic. */
    record Waiting(Spot spot, Delivery delivery, Instant since) {
        long place() {
            return spot.offset();
        }
    }

    /** Where the active one can be found again after a crash. */
    enum Origin {
        /** Its record is unfinished in the deliveries topic. */
        DELIVERIES,
        /** Its record is unfinished in a tier; it is the head. */
        TIER,
        /** Its copy is among the held. */
        HELD
    }

    /**
     * The one in the hands of the event loop, or on its way there.
     *
     * @param bound its held copy lies at or above this offset
     */
    record Active(Spot spot, long place, Origin origin, Optional<Delivery> delivery, long bound) {}

    Lane(LaneId id) {
        this.id = id;
    }

    LaneId id() {
        return id;
    }

    /** Places below it belong to lanes of keys. */
    long from() {
        return from;
    }

    ArrayDeque<Waiting> queue() {
        return queue;
    }

    HeldIndex held() {
        return held;
    }

    List<LaneMark.Head> superseded() {
        return superseded;
    }

    Optional<Active> active() {
        return active;
    }

    void active(Optional<Active> now) {
        active = now;
    }

    Optional<LaneMark.Head> head() {
        return head;
    }

    void head(Optional<LaneMark.Head> now) {
        head = now;
    }

    /** The change whose commit it waits for before it goes on. */
    Optional<Change> settling() {
        return settling;
    }

    void settling(Optional<Change> now) {
        settling = now;
    }

    long next() {
        return next;
    }

    /** Every place below is done, or is the head's, or will be active. */
    void next(long place) {
        next = place;
    }

    /** Whether arrivals must be held. */
    boolean marked() {
        return marked;
    }

    /** By how much its being busy has changed since this was last asked: 1, 0 or -1. */
    int busyChange() {
        boolean before = countedBusy;
        countedBusy = busy();
        return countedBusy == before ? 0 : countedBusy ? 1 : -1;
    }

    /** By how much its being marked has changed since this was last asked: 1, 0 or -1. */
    int markedChange() {
        boolean before = countedMarked;
        countedMarked = marked;
        return countedMarked == before ? 0 : countedMarked ? 1 : -1;
    }

    boolean busy() {
        return active.isPresent() || head.isPresent() || settling.isPresent() || !queue.isEmpty() || !held.isEmpty();
    }

    /** Whether the one of this spot is in the hands of the event loop. */
    boolean holds(Spot spot) {
        return active.isPresent() && active.get().spot().equals(spot);
    }

    /** Whether its first one is fetched though it stands still, because it may be overdue. */
    boolean looking() {
        return looking;
    }

    void looking(boolean now) {
        looking = now;
    }

    /** Whether it is time to look at the first one that it holds; then it does. */
    boolean looksAgain(Instant now, Duration every) {
        if (held.isEmpty() || (!looked.equals(Instant.MIN) && looked.plus(every).isAfter(now))) {
            return false;
        }
        looked = now;
        looking = true;
        return true;
    }

    void restore(LaneMark mark) {
        from = mark.from();
        restored = mark.heldFrom();
        next = mark.next();
        head = mark.head();
        superseded.addAll(mark.superseded());
    }

    /** Whether a record among the held is one of its own that is not done; earlier lives of the lane left others behind. */
    boolean owns(long place, long offset) {
        return place >= next && offset >= restored;
    }

    /** Decides anew whether it is marked, and answers the mark to be written; empty: a tombstone. */
    Optional<LaneMark> mark(long heldEnd) {
        boolean before = marked;
        boolean activeHeld = active.isPresent() && active.get().origin() == Origin.HELD;
        marked = head.isPresent() || !held.isEmpty() || activeHeld;
        if (!marked && superseded.isEmpty()) {
            return Optional.empty();
        }
        long first = activeHeld ? active.get().place() : held.isEmpty() ? next : held.firstPlace();
        if (marked && !before) {
            from = head.map(LaneMark.Head::sequence).orElse(first);
        }
        long bound = Math.min(heldEnd, held.bound());
        return Optional.of(new LaneMark(
                id.key(), from, first, activeHeld ? Math.min(bound, active.get().bound()) : bound, head, superseded));
    }
}
